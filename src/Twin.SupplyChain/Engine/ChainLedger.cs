using Twin.Kernel;

namespace Twin.SupplyChain;

/// <summary>Where every gram is: proves, group by group, that none is made and none is lost.</summary>
/// <remarks>
/// Law: opening + mined = in stock + in process + under way + in buffers + consumed + wasted + seized, to the gram, at
/// any moment; and so for the grams that come from each region that a rule asks for. Checked at the end of every replication, in release builds too: a run whose books do not balance stops.
/// </remarks>
sealed class ChainLedger(ChainState chain)
{
    readonly long[] _opening = new long[chain.Width];
    readonly long[] _mined = new long[chain.Width];
    readonly long[] _consumed = new long[chain.Width];
    readonly long[] _wasted = new long[chain.Width];
    readonly long[] _seized = new long[chain.Width];

    public ReadOnlySpan<long> Opening => _opening;

    public ReadOnlySpan<long> Mined => _mined;

    public ReadOnlySpan<long> Consumed => _consumed;

    public ReadOnlySpan<long> Wasted => _wasted;

    public ReadOnlySpan<long> Seized => _seized;

    /// <summary>Starts the books with what the chain holds now.</summary>
    public void Open()
    {
        foreach (var account in new[] { _mined, _consumed, _wasted, _seized }) Array.Clear(account);
        Present(_opening);
    }

    public void CopyFrom(ChainLedger other)
    {
        other._opening.CopyTo(_opening, 0);
        other._mined.CopyTo(_mined, 0);
        other._consumed.CopyTo(_consumed, 0);
        other._wasted.CopyTo(_wasted, 0);
        other._seized.CopyTo(_seized, 0);
    }

    public void Mine(ReadOnlySpan<long> content) => Contents.Add(_mined, content);

    public void Waste(ReadOnlySpan<long> content) => Contents.Add(_wasted, content);

    public void Seize(ReadOnlySpan<long> content) => Contents.Add(_seized, content);

    /// <summary>Takes mass of a market's goods out of it, or out of a user's buffer, for good.</summary>
    public void Consume(int bin, Span<long> content, long held, long mass) => chain.Move(bin, content, held, mass, _consumed);

    /// <summary>What the chain holds now: in stock, in buffers, under way, in process [g by group].</summary>
    public void Present(Span<long> total)
    {
        total.Clear();
        AddAll(total, chain.Content);
        AddAll(total, chain.Buffer);
        AddLiving(total, chain.Shipments);
        AddLiving(total, chain.Lots);
    }

    /// <exception cref="InvariantViolatedException">Some gram of some group is missing, or one too many.</exception>
    public void Check()
    {
        Span<long> present = stackalloc long[chain.Width];
        Present(present);
        for (var g = 0; g < present.Length; g++)
        {
            var (came, went) = (_opening[g] + _mined[g], present[g] + _consumed[g] + _wasted[g] + _seized[g]);
            if (came != went)
                throw new InvariantViolatedException($"the ledger of {(g < chain.G ? chain.Index.Network.Groups[g] : "what comes from " + chain.Index.OriginRegions[g - chain.FirstOrigin])} is off by {went - came} g on day {chain.Today}: {came} g came, {went} g are accounted for");
        }
    }

    static void AddAll(Span<long> total, ReadOnlySpan<long> contents)
    {
        for (var i = 0; i < contents.Length; i += total.Length) Contents.Add(total, contents.Slice(i, total.Length));
    }

    static void AddLiving(Span<long> total, Parcels parcels)
    {
        for (var p = 0; p < parcels.HighWater; p++)
        {
            if (parcels.IsLive(p)) Contents.Add(total, parcels.Content(p));
        }
    }
}
