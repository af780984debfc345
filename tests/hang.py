"""A test that hangs fails by itself, and the stacks of all tasks show where it hung."""

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
"""Seconds for each phase of a test: setup, call, teardown."""
GRACE = patience(30.0)
"""Seconds for the teardown after it has failed in this way."""


class Hung(BaseException):
    """Raised wherever the test is. It is no ``Exception``, so that nobody catches it by mistake."""


class HangGuard:
    """A plugin for pytest. ``told`` is where stacks are printed, even if output is captured.

    There are two clocks: an alarm, after which a test can still fail; and, later, a thread of
    faulthandler, which ends the process even if no Python runs any more. Only the thread watches
    the collection of tests, and the end of the process.
    """

    def __init__(self, told: TextIO, limit: float = LIMIT, grace: float = GRACE) -> None:
        self._told = told
        self._limit = limit
        self._grace = grace
        self._test = ""
        self._hung = False

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection(self) -> Iterator[object]:
        """Limit the time of the collection."""
        self._end_after(self._limit)
        try:
            return (yield)
        finally:
            faulthandler.cancel_dump_traceback_later()

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Limit the time of the process's end: it may wait for a thread that is left."""
        self._end_after(self._limit)

    def _end_after(self, seconds: float) -> None:
        faulthandler.dump_traceback_later(seconds, exit=True, file=self._told)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Limit the time of the setup."""
        self._hung = False
        return (yield from self._in_time(item))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """Limit the time of the test."""
        return (yield from self._in_time(item))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Iterator[None]:
        """Limit the time of the teardown."""
        return (yield from self._in_time(item))

    def _in_time(self, item: pytest.Item) -> Iterator[None]:
        """Limit the time of one phase of a test, without that of its reports."""
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
        """Fail the test; if it still does not end, end the process and its children."""
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
    """Cancel the main task of a trio run, but not trio's own tasks."""
    root = trio.lowlevel.current_root_task()
    assert root is not None
    root.child_nurseries[-1].cancel_scope.cancel()


def guard() -> HangGuard:
    """Return a guard that prints to the present stderr."""
    return HangGuard(os.fdopen(os.dup(sys.stderr.fileno()), "w"))


def stacks() -> Iterator[str]:
    """Yield where each task of trio and asyncio waits, in whatever thread its loop runs."""
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
