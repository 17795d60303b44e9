namespace Twin.SupplyChain;

/// <summary>How far capacity has come on its way to what a price calls for: three stages, one behind the other.</summary>
struct SupplyAdjustment
{
    double _first;
    double _second;
    double _third;

    /// <summary>Goes on by a week in which the logarithm of the price was so far from the usual; what has been adjusted to.</summary>
    /// <remarks>The step of each stage is implicit: its mean lag is a third of the whole exactly, and no lag at all is no lag.</remarks>
    public double Next(double logarithm, double lag)
    {
        var step = 7 / (7 + (lag / 3));
        _first += step * (logarithm - _first);
        _second += step * (_first - _second);
        _third += step * (_second - _third);
        return _third;
    }
}
