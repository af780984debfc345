"""The kernel on trio: wakes when told, sleeps on one timer, ends its effects."""

from collections.abc import Collection
from typing import Any

import msgspec
import pytest
import trio
import trio.testing

from actors.core import Address, AskTimeout, IntensityExceeded, Kernel, SupervisorSpec
from actors.core.driver import BUDGET, TrioWorld, run
from actors.core.journal.records import Blob, Stored
from actors.core.simulated import SimulatedWorld
from tests.core.log import MemoryLog
from tests.core.probe import A, B, Noted, Probe, Stage, boom, static, values
from tests.patience import STUCK


class Live:
    """A kernel on trio with probes, running in a nursery."""

    def __init__(self, tree: SupervisorSpec | None = None) -> None:
        self.stage = Stage(tree)  # we use its log and its child specs
        self.world = TrioWorld()
        self.kernel = Kernel(self.stage.tree, self.world, self.stage.disk)

    async def ask(self, do: Any) -> Any:
        """Let the actor A compute something in its turn."""
        return await self.kernel.ask(A, lambda me: me.context.reply().ok(do(me)), 5)


async def test_told_from_another_task_wakes_the_kernel(nursery: trio.Nursery) -> None:
    live = Live()
    await nursery.start(run, live.kernel, live.world)
    await trio.testing.wait_all_tasks_blocked()
    assert await live.ask(lambda _: 42) == 42
    await trio.testing.wait_all_tasks_blocked()
    assert await live.ask(lambda _: 43) == 43


async def test_told_before_it_runs_is_not_forgotten(nursery: trio.Nursery) -> None:
    live = Live()
    done = trio.Event()
    live.kernel.tell(A, lambda _: done.set())
    nursery.start_soon(run, live.kernel, live.world)
    with trio.fail_after(STUCK):
        await done.wait()


async def test_timer_set_from_outside_while_asleep_is_kept(nursery: trio.Nursery) -> None:
    live = Live()
    await nursery.start(run, live.kernel, live.world)
    far, near = trio.Event(), trio.Event()
    await live.ask(lambda me: me.context.timer("far", me.context.now() + 60, lambda _: far.set()))
    await trio.testing.wait_all_tasks_blocked()
    begun = trio.current_time()
    await live.ask(
        lambda me: me.context.timer("near", me.context.now() + 0.02, lambda _: near.set())
    )
    with trio.fail_after(STUCK):
        await near.wait()
    assert trio.current_time() - begun >= 0.02
    assert not far.is_set()


async def test_in_place_it_has_run_when_the_delivery_returns(nursery: trio.Nursery) -> None:
    live = Live()
    await nursery.start(run, live.kernel, live.world)
    await trio.testing.wait_all_tasks_blocked()
    seen: list[int] = []
    before = live.kernel.statistics().slices

    def deliver() -> None:
        for number in range(3):
            live.kernel.tell(A, lambda _, number=number: seen.append(number))

    live.world.run_in_place(live.kernel, deliver)
    assert seen == [0, 1, 2]
    await trio.testing.wait_all_tasks_blocked()
    assert live.kernel.statistics().slices == before + 1


async def test_in_place_what_is_left_wakes_the_kernel(nursery: trio.Nursery) -> None:
    live = Live()
    await nursery.start(run, live.kernel, live.world)
    await trio.testing.wait_all_tasks_blocked()
    timer, rest = trio.Event(), trio.Event()

    def deliver() -> None:
        live.kernel.tell(
            A, lambda me: me.context.timer("soon", me.context.now() + 0.02, lambda _: timer.set())
        )
        for _ in range(BUDGET):
            live.kernel.tell(B, lambda _: None)
        live.kernel.tell(B, lambda _: rest.set())

    live.world.run_in_place(live.kernel, deliver)
    assert not rest.is_set()
    with trio.fail_after(STUCK):
        await rest.wait()
        await timer.wait()


async def test_in_place_a_delivery_that_fails_loses_nothing(nursery: trio.Nursery) -> None:
    live = Live()
    await nursery.start(run, live.kernel, live.world)
    await trio.testing.wait_all_tasks_blocked()
    seen: list[int] = []

    def deliver() -> None:
        live.kernel.tell(A, lambda _: seen.append(1))
        raise OSError("cut")

    with pytest.raises(OSError, match="cut"):
        live.world.run_in_place(live.kernel, deliver)
    assert seen == [1]
    assert await live.ask(lambda _: 42) == 42


async def test_in_place_before_it_has_slept_the_kernels_own_task_runs(
    nursery: trio.Nursery,
) -> None:
    live = Live()
    done = trio.Event()
    live.world.run_in_place(live.kernel, lambda: live.kernel.tell(A, lambda _: done.set()))
    assert not done.is_set()
    nursery.start_soon(run, live.kernel, live.world)
    with trio.fail_after(STUCK):
        await done.wait()


async def test_idle_kernel_does_not_run(nursery: trio.Nursery) -> None:
    live = Live()
    await nursery.start(run, live.kernel, live.world)
    await live.ask(lambda me: me.context.timer("far", me.context.now() + 60, "never"))
    await trio.testing.wait_all_tasks_blocked()
    before = live.kernel.statistics().slices
    for _ in range(10):
        await trio.testing.wait_all_tasks_blocked(0.001)
    assert live.kernel.statistics().slices == before


async def test_many_tells_from_one_task_are_one_slice(nursery: trio.Nursery) -> None:
    live = Live()
    await nursery.start(run, live.kernel, live.world)
    await trio.testing.wait_all_tasks_blocked()
    before = live.kernel.statistics().slices
    for number in range(100):
        live.kernel.tell(A, number)
    await trio.testing.wait_all_tasks_blocked()
    assert live.kernel.statistics().slices == before + 1


async def test_ask_times_out_on_the_real_clock(nursery: trio.Nursery) -> None:
    live = Live()
    await nursery.start(run, live.kernel, live.world)
    with pytest.raises(AskTimeout):
        await live.kernel.ask(A, lambda me: setattr(me, "held", me.context.reply()), 0.01)


async def test_ask_that_is_cancelled_leaves_nothing_behind(nursery: trio.Nursery) -> None:
    live = Live()
    await nursery.start(run, live.kernel, live.world)
    with trio.move_on_after(0.01):
        await live.kernel.ask(A, lambda me: setattr(me, "held", me.context.reply()), 60)
    assert live.kernel.statistics().timers == 1  # that of the durable messages
    process: Any = live.kernel._runtime.registry.processes[A]
    assert process.context.idle()


async def test_effect_runs_on_trio_and_a_crash_cancels_it(nursery: trio.Nursery) -> None:
    live = Live()
    await nursery.start(run, live.kernel, live.world)
    begun, cancelled, restarted = trio.Event(), trio.Event(), trio.Event()

    async def for_ever() -> None:
        begun.set()
        try:
            await trio.sleep_forever()
        finally:
            cancelled.set()

    live.kernel.tell(A, lambda me: me.context.effect(for_ever, str, str))
    with trio.fail_after(STUCK):
        await begun.wait()
        live.kernel.tell(A, boom)
        live.kernel.tell(A, lambda _: restarted.set())
        await cancelled.wait()
        await restarted.wait()
    assert live.stage.seen(A) == ["started 0", "started 1"]


async def test_static_child_recovers_though_the_nursery_is_not_open_yet() -> None:
    class Stops(Probe):
        def started(self) -> None:
            assert self.context.recovered is not None
            self.note(values(self.context.recovered.entries))
            kernel.stop()

    log: list[Any] = []
    child = static("one", actor=lambda context: Stops(context, log), journaled=True)
    disk = MemoryLog(SimulatedWorld())
    disk.tails["one"] = [Blob("one", 1, 1, msgspec.json.encode([Noted(7)]))]
    world = TrioWorld()
    kernel = Kernel(SupervisorSpec(name="root", children=(child,)), world, disk)
    with trio.fail_after(STUCK):
        await run(kernel, world)
    assert log == [("one", [7])]


async def test_busy_actor_leaves_turns_to_other_tasks(nursery: trio.Nursery) -> None:
    live = Live()
    await nursery.start(run, live.kernel, live.world)

    def again(me: Any) -> None:
        me.context.tell(A, again)

    live.kernel.tell(A, again)
    with trio.fail_after(STUCK):
        for _ in range(20):
            await trio.lowlevel.checkpoint()
    live.kernel.tell(B, "b")
    for _ in range(3):
        await trio.lowlevel.checkpoint()
    assert live.stage.seen(B) == ["started 0", "b"]


async def test_cancelled_driver_stops_the_actors_in_good_order() -> None:
    live = Live()
    flushed: list[str] = []
    async with trio.open_nursery() as nursery:
        await nursery.start(run, live.kernel, live.world)
        await live.ask(
            lambda me: setattr(
                me,
                "stopped",
                lambda reason: live.kernel.after_slice(lambda: flushed.append(reason)),
            )
        )
        nursery.cancel_scope.cancel()
    assert flushed == ["shutdown"]


async def test_failed_root_raises_to_whoever_runs_it_also_when_it_failed_in_place() -> None:
    live = Live(SupervisorSpec(name="root", intensity=0, children=(static("probe"),)))
    with pytest.RaisesGroup(IntensityExceeded, flatten_subgroups=True):
        async with trio.open_nursery() as nursery:
            await nursery.start(run, live.kernel, live.world)
            await trio.testing.wait_all_tasks_blocked()
            live.world.run_in_place(live.kernel, lambda: live.kernel.tell(Address("probe"), boom))
            with trio.fail_after(STUCK):
                await trio.sleep_forever()


async def test_failed_root_raises_to_whoever_runs_it() -> None:
    live = Live(SupervisorSpec(name="root", intensity=0, children=(static("probe"),)))
    live.kernel.tell(Address("probe"), boom)
    with pytest.RaisesGroup(IntensityExceeded):
        await run(live.kernel, live.world)


async def test_deadline_of_an_ask_wakes_a_kernel_with_nothing_else_to_do(
    nursery: trio.Nursery,
) -> None:
    class Silent(MemoryLog):
        async def recover(self, actors: Collection[str]) -> dict[str, Stored]:
            await trio.sleep_forever()
            raise AssertionError(actors)

    live = Live(SupervisorSpec(name="root", children=(static("probe", journaled=True),)))
    live.kernel = Kernel(live.stage.tree, live.world, Silent(live.stage.world))
    await nursery.start(run, live.kernel, live.world)
    live.kernel.tell(Address("probe"), "begin to recover")
    await trio.testing.wait_all_tasks_blocked()
    with trio.fail_after(STUCK), pytest.raises(AskTimeout):
        await live.kernel.ask(Address("probe"), "hello", 0.01)
