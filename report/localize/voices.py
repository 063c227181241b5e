"""One message, text or noun → its wording in every language of a version, as `Words`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from report.localize.speech import Value
from report.localize.voice import Voice
from report.model import Brief, Count, Unit, Words

Values = Value | Words


class Voices:
    """The Voices of a language version, in the order of its languages."""

    def __init__(self, voices: tuple[Voice, ...]) -> None:
        self._voices = {voice.language: voice for voice in voices}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages, in their order."""
        return tuple(self._voices)

    def __iter__(self) -> Iterator[Voice]:
        return iter(self._voices.values())

    def __getitem__(self, language: str) -> Voice:
        return self._voices[language]

    def each(self, say: Callable[[Voice], str]) -> Words:
        """What `say` makes of each Voice."""
        return {language: say(voice) for language, voice in self._voices.items()}

    def only(self, words: Words) -> Words:
        """A text of the data in this version's languages, in their order; nothing stays nothing."""
        return {language: words[language] for language in self._voices if language in words}

    def plain(self, text: str) -> Words:
        """A text that is the same in every language, such as an address or a code."""
        return dict.fromkeys(self._voices, text)

    def number(self, number: int) -> Words:
        """A whole number in each language's grouping."""
        return self.each(lambda voice: voice.number(Decimal(number)))

    def counted(self, number: int, unit: Unit) -> Words:
        """A whole number with its noun, in the form that agrees with it."""
        count = Count(Decimal(number), unit)
        return self.each(lambda voice: voice.value(count))

    def say(self, message: str, /, **values: Values) -> Words:
        """The message in each language; values that are `Words` are taken in that language."""
        return self.each(lambda voice: voice.say(message, **_in(voice, values)))

    def say_in(self, context: str, message: str, /, **values: Values) -> Words:
        """As `say`, for a message that needs a context (msgctxt) to be translated."""
        return self.each(lambda voice: voice.say_in(context, message, **_in(voice, values)))

    def say_plural(self, singular: str, plural: str, number: Decimal | int, /, **values: Values) -> Words:
        """The form that agrees with `number` in each language."""
        return self.each(lambda voice: voice.say_plural(singular, plural, number, **_in(voice, values)))

    def prose(self, words: Words, brief: Brief) -> Words:
        """The text of each language with its placeholders said, typeset."""
        return self.each(lambda voice: voice.prose(words[voice.language], brief)) if words else {}

    def typeset(self, words: Words) -> Words:
        """The text of each language in its typography; of a text that there is not, nothing."""
        return self.each(lambda voice: voice.typeset(words[voice.language])) if words else {}


def _in(voice: Voice, values: Mapping[str, Values]) -> dict[str, Value]:
    return {
        name: value[voice.language] if isinstance(value, Mapping) else value for name, value in values.items()
    }
