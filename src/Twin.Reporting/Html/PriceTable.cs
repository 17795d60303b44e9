namespace Twin.Reporting;

/// <summary>What becomes of prices, good by good and zone by zone.</summary>
static class PriceTable
{
    public static Html Of(RunFindings run)
    {
        if (run.Prices.Count == 0) return Html.Empty;
        var zones = run.Prices.Any(p => p.Zone is not null);
        return Html.Of($"""
            <section><h2>Prices</h2>
            <p>Over those of the same run without the shock. What is quoted rises as the days of use that the stocks of the zone hold fall below what they held at the start: it says how scarce a good is, and is no forecast. What is paid is the mean of all that was bought, by contract or at the quotation of its week: high prices at which hardly anything is sold count for little, and those at which buyers catch up for much.</p>
            <div class="scroll" role="region" aria-label="Prices" tabindex="0"><table class="impacts">
            <caption><span>Prices over the usual, in the window</span></caption>
            <thead><tr><th scope="col">Good</th>{(zones ? Html.Of($"""<th scope="col">Zone</th>""") : Html.Empty)}<th scope="col" class="number">Quoted, mean of the weeks <span class="unit">{Say.Unit("1")}</span></th><th scope="col" class="number">Quoted, highest week <span class="unit">{Say.Unit("1")}</span></th><th scope="col" class="number">Paid, mean by volume <span class="unit">{Say.Unit("1")}</span></th></tr></thead>
            <tbody>
            {run.Prices.Select(p => Html.Of($"""
            <tr><th scope="row">{p.Good}</th>{(zones ? Html.Of($"""<td>{p.Zone ?? ""}</td>""") : Html.Empty)}{ImpactTable.Cell(p.Mean)}{ImpactTable.Cell(p.Peak)}{ImpactTable.Cell(p.Paid)}</tr>

            """))}</tbody></table></div></section>

            """);
    }
}
