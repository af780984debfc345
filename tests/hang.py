"""A test that hangs fails by itself, and the stacks of all its tasks tell where it hung."""

import asyncio
import faulthandler
import gc
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NoReturn, TextIO

import pytest
import trio

from tests.patience import patience
from tests.programs import kill_all

LIMIT = patience(120.0)
"""Seconds for a test, for what it sets up, and for what it takes down."""
GRACE = patience(30.0)
"""Seconds for what it takes down once it has failed so."""


class Hung(BaseException):
    """Raised wherever the test is; no Exception, which somebody might take for their own."""


class HangGuard:
    """A plugin for pytest. ``told`` is where stacks are printed, whatever is captured.

    Two clocks: an alarm, by which a test can still fail; and behind it a thread of faulthandler's,
    which ends the process though no Python runs any more. The thread alone watches what is no test:
    that tests are found, and that the process ends when they have run.
    """

    def __init__(self, told: TextIO, limit: float = LIMIT, grace: float = GRACE) -> None:
        self._told = told
        self._limit = limit
        self._grace = grace
        self._test = ""
        self._hung = False

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection(self) -> Iterator[object]:
        """Have the tests be found in time."""
        self._end_after(self._limit)
        try:
            return (yield)
        finally:
            faulthandler.cancel_dump_traceback_later()

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Have the process end in time: a thread may be left that it would wait for."""
        self._end_after(self._limit)

    def _end_after(self, seconds: float) -> None:
        faulthandler.dump_traceback_later(seconds, exit=True, file=self._told)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Have what a test needs be there in time."""
        self._hung = False
        return (yield from self._in_time(item))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """Have the test end in time."""
        return (yield from self._in_time(item))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Iterator[None]:
        """Have all end in time that the test has begun."""
        return (yield from self._in_time(item))

    def _in_time(self, item: pytest.Item) -> Iterator[None]:
        """Let one phase of a test run, and no longer than it may: not what reports of it."""
        self._test = item.nodeid
        before = signal.signal(signal.SIGALRM, self._end if self._hung else self._fail)
        seconds = self._grace if self._hung else self._limit
        signal.setitimer(signal.ITIMER_REAL, seconds)
        self._end_after(seconds + 2.0 * self._grace)
        hung = self._hung
        try:
            done = yield
        except BaseException as error:
            if self._hung and not hung:
                raise self._failure() from error
            raise
        finally:
            faulthandler.cancel_dump_traceback_later()
            signal.setitimer(signal.ITIMER_REAL, 0.0)
            signal.signal(signal.SIGALRM, before)
        if self._hung and not hung:
            raise self._failure()
        return done

    def _fail(self, *_: object) -> None:
        """Fail the test; when it does not end by that either, end the process and its children."""
        self._hung = True
        self._say(f"{self._test} hangs, after {self._limit:.0f} s")
        signal.signal(signal.SIGALRM, self._end)
        signal.setitimer(signal.ITIMER_REAL, self._grace)
        try:
            token = trio.lowlevel.current_trio_token()
        except RuntimeError:  # not in trio: out of whatever it does
            raise self._failure() from None
        token.run_sync_soon(_cancel_main)

    def _failure(self) -> Hung:
        return Hung(f"hangs, after {self._limit:.0f} s; its stacks are in the output")

    def _end(self, *_: object) -> NoReturn:
        self._say(f"{self._test} does not end, {self._grace:.0f} s after it failed")
        kill_all()
        os._exit(1)

    def _say(self, words: str) -> None:
        print(f"\n== {words}", file=self._told)
        for stack in stacks():
            print(stack, file=self._told)
        self._told.flush()
        faulthandler.dump_traceback(self._told)


def _cancel_main() -> None:
    """Cancel all that a run of trio runs, but not trio's own: its main task is in the last one."""
    root = trio.lowlevel.current_root_task()
    assert root is not None
    root.child_nurseries[-1].cancel_scope.cancel()


def guard() -> HangGuard:
    """Return a guard that tells its news on the stderr of now."""
    return HangGuard(os.fdopen(os.dup(sys.stderr.fileno()), "w"))


def stacks() -> Iterator[str]:
    """Return where each task of trio and asyncio waits, in whichever thread its loop runs."""
    for thing in gc.get_objects():
        with suppress(ReferenceError):  # a weak proxy of something that is gone
            if isinstance(thing, trio.lowlevel.Task) and thing.coro.cr_frame is not None:
                frames = traceback.StackSummary.extract(iter(thing.iter_await_frames()))
                yield f"task of trio {thing.name}:\n{''.join(frames.format())}"
            elif isinstance(thing, asyncio.Task) and not thing.done():
                yield f"task of asyncio {thing.get_name()}:\n{_stack(thing)}"


def _stack(task: "asyncio.Task[Any]") -> str:
    frames = [(frame, frame.f_lineno) for frame in task.get_stack()]
    return "".join(traceback.StackSummary.extract(iter(frames)).format())
