"""Images of people were files in the data folder once; a start brings those into the store."""

from contextlib import suppress
from pathlib import Path

import trio
from structlog import get_logger

from gateway.avatars.convert import SIZES
from store.profiles.records import Image
from store.protocol import Store

log = get_logger("gateway.avatars")


async def move_in(folder: Path, store: Store) -> None:
    """Bring the files of a folder into the store, and remove them; without any, do nothing.

    They are removed when all images are committed, so this may be cut short anywhere, and several
    servers may do it at once. Files that nobody uses go, too; those that are incomplete or cannot
    be read stay, and the log says so. Raises `StoreError`.
    """
    files = await trio.to_thread.run_sync(lambda: [*folder.glob("*")])
    if not files:
        return
    left = set[str]()
    for user_id, name in await store.profiles.without_image():
        image = await trio.to_thread.run_sync(_read, folder, name)
        if image is None:
            left.add(name)
        else:
            await store.profiles.adopt_avatar(user_id, image)
    if left:
        log.warning("images of people are missing", count=len(left), folder=str(folder))
    done = [path for path in files if path.name.partition("-")[0] not in left]
    await trio.to_thread.run_sync(_remove, folder, done)
    log.info("images of people were moved into the store", files=len(done))


def _read(folder: Path, name: str) -> Image | None:
    try:
        large, small = ((folder / f"{name}-{size}.webp").read_bytes() for size in SIZES)
    except OSError:
        return None
    return Image(name, small, large)


def _remove(folder: Path, files: list[Path]) -> None:
    for path in files:
        with suppress(OSError):  # the next start removes it
            path.unlink(missing_ok=True)
    with suppress(OSError):  # something is left, or it is a link
        folder.rmdir()
