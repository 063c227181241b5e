"""`Brief` + `Voices` → `Enclosure`s: what goes inside the PDF, from a closed list and never a folder."""
