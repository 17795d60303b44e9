using Twin.Kernel;

namespace Twin.Experiments;

/// <summary>What Morris' screening says of an input.</summary>
/// <param name="Mean">Mean of its elementary effects: their sign is its direction.</param>
/// <param name="MeanAbsolute">μ*, the mean of their absolute values: its influence.</param>
/// <param name="Deviation">σ, their standard deviation: how much its influence hangs on the other inputs.</param>
public readonly record struct MorrisIndex(double Mean, double MeanAbsolute, double Deviation)
{
    /// <param name="effects">The elementary effects of an input, one a trajectory.</param>
    public static MorrisIndex Of(ReadOnlySpan<double> effects)
    {
        ArgumentOutOfRangeException.ThrowIfZero(effects.Length);
        var (mean, absolute) = (Moments.Mean(effects), 0.0);
        foreach (var effect in effects) absolute += Math.Abs(effect);
        return new MorrisIndex(mean, absolute / effects.Length, Math.Sqrt(Moments.Variance(effects, mean)));
    }
}

/// <summary>A walk through the space of inputs that moves each of them once, by half of its range.</summary>
/// <remarks>
/// Morris 1991, https://doi.org/10.1080/00401706.1991.10484804; μ* after Campolongo et al. 2007. Four levels, in quantiles:
/// the middles of the quarters, so that no input stands at the end of its range, where nobody believes it to be.
/// </remarks>
public sealed class MorrisTrajectory
{
    const int Levels = 4;

    /// <param name="inputs">How many.</param>
    /// <param name="seed">The root seed.</param>
    /// <param name="number">Which trajectory.</param>
    public MorrisTrajectory(int inputs, ulong seed, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        var draw = new RandomStream(seed, number, "morris", "trajectory").At(0);
        (Start, Order) = (new double[inputs], [.. Enumerable.Range(0, inputs)]);
        for (var i = 0; i < inputs; i++) Start[i] = ((int)(draw.NextUniform() * Levels) + 0.5) / Levels;
        for (var i = inputs - 1; i > 0; i--)
        {
            var other = (int)(draw.NextUniform() * (i + 1));
            (Order[i], Order[other]) = (Order[other], Order[i]);
        }
    }

    /// <summary>The quantile at which each input begins.</summary>
    public double[] Start { get; }

    /// <summary>The inputs in the order in which they are moved.</summary>
    public int[] Order { get; }

    /// <summary>By how much an input is moved when its turn comes: half of its range, to where there is room.</summary>
    public double Step(int input) => Start[input] < 0.5 ? 0.5 : -0.5;

    /// <summary>The elementary effects of all inputs: what the answer changes by, for a whole range of each.</summary>
    /// <param name="answer">The answer at a point of quantiles. The array is the trajectory's own.</param>
    public double[] Walk(Func<double[], double> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        double[] point = [.. Start];
        var effects = new double[point.Length];
        var before = answer(point);
        foreach (var i in Order)
        {
            point[i] += Step(i);
            var after = answer(point);
            effects[i] = (after - before) / Step(i);
            before = after;
        }

        return effects;
    }
}
