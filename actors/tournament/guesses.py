"""How often a household may guess at the words of a tournament. Pure."""

from msgspec import Struct

MOST, WITHIN = 30, 600.0
"""So many wrong words in so many seconds; a class behind one address mistypes some."""
HOUSEHOLDS = 256
"""Those that guessed last are known."""


class Guesses(Struct):
    """When each household gave a wrong word, in seconds since the epoch."""

    wrong: dict[str, list[float]] = {}

    def too_many(self, home: str, now: float) -> bool:
        """Tell whether no further word is heard from a household now."""
        return len([at for at in self.wrong.get(home, ()) if at > now - WITHIN]) >= MOST

    def note(self, home: str, now: float) -> None:
        """Note a wrong word."""
        lately = [at for at in self.wrong.pop(home, ()) if at > now - WITHIN]
        self.wrong[home] = [*lately, now]
        for other in [*self.wrong][:-HOUSEHOLDS]:
            del self.wrong[other]
