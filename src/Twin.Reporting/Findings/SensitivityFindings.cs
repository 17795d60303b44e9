namespace Twin.Reporting;

/// <summary>What an answer hangs on, by a study of its own.</summary>
/// <param name="Measure">Key of the measure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Middle">Its mean with every uncertain input at its median, and half the 95 % interval of it.</param>
/// <param name="Storms">Over how many replications the swings are.</param>
/// <param name="Swings">The widest first.</param>
/// <param name="Shares">Of the variance, the largest first; empty where it was not shared out.</param>
public sealed record SensitivityFindings(string Measure, string Unit, (double Mean, double Half) Middle, int Storms, IReadOnlyList<SwingLine> Swings, IReadOnlyList<VarianceShare> Shares);

/// <summary>How far one input moves the answer by itself.</summary>
/// <param name="Input">Its path, or the group that moves together.</param>
/// <param name="Low">The answer's mean with the input at the 5th percentile of what is believed of it, the others at their medians.</param>
/// <param name="High">With it at the 95th.</param>
/// <param name="Half">Half the 95 % interval of high − low.</param>
public sealed record SwingLine(string Input, double Low, double High, double Half);

/// <summary>What part of the answer's variance an input is behind, 0 to 1.</summary>
/// <param name="Name">The input, or the rest of them, or chance.</param>
/// <param name="First">By itself, with its 95 % interval.</param>
/// <param name="Total">With all that it does together with others, with its 95 % interval.</param>
public sealed record VarianceShare(string Name, (double Mean, double Low, double High) First, (double Mean, double Low, double High) Total);
