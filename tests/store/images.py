"""Images of people for the tests of the store."""

from store.profiles.records import Image

FACE = Image("f00", b"a small face", b"a large face")
OTHER = Image("ba2", b"another", b"and large")
