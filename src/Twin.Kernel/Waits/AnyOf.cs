namespace Twin.Kernel;

/// <summary>For the first of two; see <see cref="Simulation.AnyOf{TFirst, TSecond}"/>.</summary>
public struct AnyOf<TFirst, TSecond> : IWait
    where TFirst : struct, ISingleWait
    where TSecond : struct, ISingleWait
{
    readonly Simulation _simulation;
    TFirst _first;
    TSecond _second;
    int _index;

    internal AnyOf(Simulation simulation, TFirst first, TSecond second) => (_simulation, _first, _second, _index) = (simulation, first, second, -1);

    /// <summary>Whether one could be had at once.</summary>
    public bool IsCompleted => TryNow();

    /// <summary>This wait.</summary>
    public readonly AnyOf<TFirst, TSecond> GetAwaiter() => this;

    /// <summary>Which was first, and its result.</summary>
    /// <exception cref="InterruptedException">The process was interrupted; it waits for none of them any more.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    public Choice<TFirst, TSecond> GetResult()
    {
        if (_index < 0) _simulation.Running.Conclude(ref this);
        return new Choice<TFirst, TSecond>(_index, _first, _second);
    }

    bool TryNow()
    {
        _index = _first.TryNow() ? 0 : _second.TryNow() ? 1 : -1;
        return _index >= 0;
    }

    readonly Simulation IWait.Simulation => _simulation;

    bool IWait.TryNow() => TryNow();

    bool IWait.Enlist(Activity activity, int tag)
    {
        _first.Enlist(activity, 0);
        _second.Enlist(activity, 1);
        activity.WaitsOn(WaitKind.AnyOf);
        return true;
    }

    void IWait.Settle(Activity activity, int tag, bool granted)
    {
        _index = activity.Tag;
        _first.Settle(activity, 0, _index == 0);
        _second.Settle(activity, 1, _index == 1);
    }

    void IWait.Undo()
    {
        if (_index == 0) _first.Undo();
        else if (_index == 1) _second.Undo();
    }
}

/// <summary>For the first of three; see <see cref="Simulation.AnyOf{TFirst, TSecond, TThird}"/>.</summary>
public struct AnyOf<TFirst, TSecond, TThird> : IWait
    where TFirst : struct, ISingleWait
    where TSecond : struct, ISingleWait
    where TThird : struct, ISingleWait
{
    readonly Simulation _simulation;
    TFirst _first;
    TSecond _second;
    TThird _third;
    int _index;

    internal AnyOf(Simulation simulation, TFirst first, TSecond second, TThird third) =>
        (_simulation, _first, _second, _third, _index) = (simulation, first, second, third, -1);

    /// <summary>Whether one could be had at once.</summary>
    public bool IsCompleted => TryNow();

    /// <summary>This wait.</summary>
    public readonly AnyOf<TFirst, TSecond, TThird> GetAwaiter() => this;

    /// <summary>Which was first, and its result.</summary>
    /// <inheritdoc cref="AnyOf{TFirst, TSecond}.GetResult"/>
    public Choice<TFirst, TSecond, TThird> GetResult()
    {
        if (_index < 0) _simulation.Running.Conclude(ref this);
        return new Choice<TFirst, TSecond, TThird>(_index, _first, _second, _third);
    }

    bool TryNow()
    {
        _index = _first.TryNow() ? 0 : _second.TryNow() ? 1 : _third.TryNow() ? 2 : -1;
        return _index >= 0;
    }

    readonly Simulation IWait.Simulation => _simulation;

    bool IWait.TryNow() => TryNow();

    bool IWait.Enlist(Activity activity, int tag)
    {
        _first.Enlist(activity, 0);
        _second.Enlist(activity, 1);
        _third.Enlist(activity, 2);
        activity.WaitsOn(WaitKind.AnyOf);
        return true;
    }

    void IWait.Settle(Activity activity, int tag, bool granted)
    {
        _index = activity.Tag;
        _first.Settle(activity, 0, _index == 0);
        _second.Settle(activity, 1, _index == 1);
        _third.Settle(activity, 2, _index == 2);
    }

    void IWait.Undo()
    {
        if (_index == 0) _first.Undo();
        else if (_index == 1) _second.Undo();
        else if (_index == 2) _third.Undo();
    }
}

/// <summary>Which of two waits was over first. Only that one has a result.</summary>
/// <param name="Index">0 or 1; −1 when patience ran out before (<see cref="Waits.Within"/>).</param>
/// <param name="First">The first, with its <c>Result</c> if it was it.</param>
/// <param name="Second">The second, likewise.</param>
public readonly record struct Choice<TFirst, TSecond>(int Index, TFirst First, TSecond Second);

/// <summary>Which of three waits was over first. Only that one has a result.</summary>
/// <param name="Index">0, 1 or 2; −1 when patience ran out before (<see cref="Waits.Within"/>).</param>
/// <param name="First">The first, with its <c>Result</c> if it was it.</param>
/// <param name="Second">The second, likewise.</param>
/// <param name="Third">The third, likewise.</param>
public readonly record struct Choice<TFirst, TSecond, TThird>(int Index, TFirst First, TSecond Second, TThird Third);
