"""A real mail system on loopback carries an edition and its correction, and they are read back."""
