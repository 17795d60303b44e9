using System.Globalization;
using CsCheck;
using NUnit.Framework;

namespace Twin.Tests;

/// <summary>Random models, run by the kernel and by a slow and obvious one: event for event they do the same.</summary>
public class ReferenceTests
{
    static void Compare(Script script)
    {
        var (real, slow) = (new RealKernel().Run(script), new SlowKernel().Run(script));
        var same = real.Zip(slow).TakeWhile(l => l.First == l.Second).Count();
        if (same == real.Count && same == slow.Count) return;
        Assert.Fail($"{script}\nthe same up to here:\n{string.Join("\n", real.Take(same))}\nthe kernel: {real.ElementAtOrDefault(same)}\nthe rules:  {slow.ElementAtOrDefault(same)}");
    }

    [Test]
    public void A_random_model_does_what_the_rules_say() => Script.Any.Sample(Compare, iter: 60_000);

    [Test, Category("Slow")]
    public void Many_random_models_do_what_the_rules_say() => Script.Any.Sample(Compare, iter: 500_000);

    /// <summary>What is compared is worth comparing: every kind of end of a wait occurs.</summary>
    [Test]
    public void Random_models_reach_every_corner()
    {
        string[] corners =
        [
            "is cancelled", "Delay interrupted by", "worked, 0 left, False", "worked, 1 left, True", "worked, 0 left, True", "preemption of", "has 0: False", "has 2: False", "held False", "got 1: False", "put 2: False", "got 3: True",
            "passes True", "passes False", "hears", "sees 5: True", "sees 5: False", "any 0 True", "any 1 False", "all True True", "within True", "within False", "AllOf interrupted", "steps", "arrives 1 True", "arrives 1 False",
            "has seen 1 end", "takes 3", "has stored 5", "Join interrupted", "AnyOf interrupted", "Step interrupted", "Take interrupted", "Store interrupted",
        ];
        var (counts, undone) = (new int[corners.Length], 0);
        Script.Any.Sample(script =>
        {
            var slow = new SlowKernel();
            var log = string.Join("\n", slow.Run(script));
            Interlocked.Add(ref undone, slow.Undone);
            for (var i = 0; i < corners.Length; i++) if (log.Contains(corners[i], StringComparison.Ordinal)) Interlocked.Increment(ref counts[i]);
        }, iter: 40_000);

        Assert.That(corners.Where((_, i) => counts[i] == 0), Is.Empty, string.Join(", ", corners.Zip(counts)));
        Assert.That(undone, Is.Positive);
    }

    /// <summary>Without freezing: one who is frozen after his interrupt has not left his queue yet.</summary>
    [Test]
    public void The_clock_never_goes_back_and_at_rest_no_unit_idles_while_somebody_waits_for_one() => Script.Any.Where(s => s.Processes.All(p => p.Lines.All(l => l.Act != Act.Freeze))).Sample(script =>
    {
        var kernel = new RealKernel();
        var times = kernel.Run(script).SkipLast(2).Select(line => int.Parse(line.AsSpan(0, line.IndexOf(' ')), CultureInfo.InvariantCulture)).ToArray();
        Assert.That(times, Is.Ordered);
        Assert.That(kernel.HasIdleUnits, Is.False);
    }, iter: 20_000);

    [Test]
    public void A_run_in_the_memory_of_another_is_the_run_of_a_fresh_simulation()
    {
        var used = new ThreadLocal<RealKernel>(() => new RealKernel());
        Gen.Select(Script.Any, Script.Any, Gen.Int[0, 20]).Sample((before, script, stopped) =>
        {
            used.Value!.Run(before, stopped);
            Assert.That(used.Value.Run(script), Is.EqualTo(new RealKernel().Run(script)));
        }, iter: 5_000);
    }
}
