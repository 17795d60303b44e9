namespace Twin.Kernel;

/// <summary>Always the same value.</summary>
public sealed record Fixed(double Value) : Distribution
{
    public double Value { get; } = Finite(Value, nameof(Value));

    public override double Mean => Value;

    public override double Sample(ref Draw draw) => Value;

    public override double Cdf(double x) => x < Value ? 0 : 1;

    public override double PartialMean(double x) => x < Value ? 0 : Value;
}
