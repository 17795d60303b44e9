namespace Twin.Kernel;

/// <summary>For both of two; see <see cref="Simulation.AllOf{TFirst, TSecond}"/>.</summary>
public struct AllOf<TFirst, TSecond> : IWait
    where TFirst : struct, ISingleWait
    where TSecond : struct, ISingleWait
{
    const uint All = 0b11;

    readonly Simulation _simulation;
    TFirst _first;
    TSecond _second;
    uint _atOnce; // a bit for each that could be had without waiting

    internal AllOf(Simulation simulation, TFirst first, TSecond second) => (_simulation, _first, _second, _atOnce) = (simulation, first, second, 0);

    /// <summary>Whether both could be had at once.</summary>
    public bool IsCompleted => TryNow();

    /// <summary>This wait.</summary>
    public readonly AllOf<TFirst, TSecond> GetAwaiter() => this;

    /// <summary>Both, with their results.</summary>
    /// <exception cref="InterruptedException">The process was interrupted; what had been taken went back.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    public (TFirst First, TSecond Second) GetResult()
    {
        if (_atOnce != All) _simulation.Running.Conclude(ref this);
        return (_first, _second);
    }

    bool TryNow()
    {
        _atOnce = (_first.TryNow() ? 0b01u : 0) | (_second.TryNow() ? 0b10u : 0);
        return _atOnce == All;
    }

    readonly Simulation IWait.Simulation => _simulation;

    bool IWait.TryNow() => TryNow();

    bool IWait.Enlist(Activity activity, int tag)
    {
        activity.AwaitAll(All & ~_atOnce);
        if ((_atOnce & 0b01) == 0) _first.Enlist(activity, 0);
        if ((_atOnce & 0b10) == 0) _second.Enlist(activity, 1);
        activity.WaitsOn(WaitKind.AllOf);
        return true;
    }

    void IWait.Settle(Activity activity, int tag, bool granted)
    {
        if ((_atOnce & 0b01) == 0) _first.Settle(activity, 0, activity.HasCome(0));
        if ((_atOnce & 0b10) == 0) _second.Settle(activity, 1, activity.HasCome(1));
        if (granted) return;
        if (activity.HasCome(0)) _first.Undo();
        if (activity.HasCome(1)) _second.Undo();
    }

    void IWait.Undo()
    {
        _first.Undo();
        _second.Undo();
    }
}

/// <summary>For all of three; see <see cref="Simulation.AllOf{TFirst, TSecond, TThird}"/>.</summary>
public struct AllOf<TFirst, TSecond, TThird> : IWait
    where TFirst : struct, ISingleWait
    where TSecond : struct, ISingleWait
    where TThird : struct, ISingleWait
{
    const uint All = 0b111;

    readonly Simulation _simulation;
    TFirst _first;
    TSecond _second;
    TThird _third;
    uint _atOnce; // a bit for each that could be had without waiting

    internal AllOf(Simulation simulation, TFirst first, TSecond second, TThird third) =>
        (_simulation, _first, _second, _third, _atOnce) = (simulation, first, second, third, 0);

    /// <summary>Whether all could be had at once.</summary>
    public bool IsCompleted => TryNow();

    /// <summary>This wait.</summary>
    public readonly AllOf<TFirst, TSecond, TThird> GetAwaiter() => this;

    /// <summary>All, with their results.</summary>
    /// <inheritdoc cref="AllOf{TFirst, TSecond}.GetResult"/>
    public (TFirst First, TSecond Second, TThird Third) GetResult()
    {
        if (_atOnce != All) _simulation.Running.Conclude(ref this);
        return (_first, _second, _third);
    }

    bool TryNow()
    {
        _atOnce = (_first.TryNow() ? 0b001u : 0) | (_second.TryNow() ? 0b010u : 0) | (_third.TryNow() ? 0b100u : 0);
        return _atOnce == All;
    }

    readonly Simulation IWait.Simulation => _simulation;

    bool IWait.TryNow() => TryNow();

    bool IWait.Enlist(Activity activity, int tag)
    {
        activity.AwaitAll(All & ~_atOnce);
        if ((_atOnce & 0b001) == 0) _first.Enlist(activity, 0);
        if ((_atOnce & 0b010) == 0) _second.Enlist(activity, 1);
        if ((_atOnce & 0b100) == 0) _third.Enlist(activity, 2);
        activity.WaitsOn(WaitKind.AllOf);
        return true;
    }

    void IWait.Settle(Activity activity, int tag, bool granted)
    {
        if ((_atOnce & 0b001) == 0) _first.Settle(activity, 0, activity.HasCome(0));
        if ((_atOnce & 0b010) == 0) _second.Settle(activity, 1, activity.HasCome(1));
        if ((_atOnce & 0b100) == 0) _third.Settle(activity, 2, activity.HasCome(2));
        if (granted) return;
        if (activity.HasCome(0)) _first.Undo();
        if (activity.HasCome(1)) _second.Undo();
        if (activity.HasCome(2)) _third.Undo();
    }

    void IWait.Undo()
    {
        _first.Undo();
        _second.Undo();
        _third.Undo();
    }
}
