namespace Twin.Reporting;

/// <summary>How a page looks: on a desk, on a phone, at night, on paper.</summary>
/// <remarks>Colours are Okabe and Ito's, which eight men in a hundred can tell apart too. No font is loaded: the reader's own are good.</remarks>
static class Stylesheet
{
    public static readonly Html Text = Html.Of($$$"""
        :root{--ink:#1b1f24;--soft:#57606a;--line:#d8dee4;--rail:#eef1f4;--paper:#fff;--panel:#f6f8fa;--link:#0a5f96;
        --blue:#0072b2;--sky:#56b4e9;--orange:#e69f00;--green:#009e73;--red:#d55e00;--pink:#cc79a7;--grey:#8a929b;--shock:#1b1f24;--shock-depth:.075;--best:#00734f}
        @media (prefers-color-scheme:dark){:root{--ink:#e8ebee;--soft:#a3acb6;--line:#363d46;--rail:#272d35;--paper:#14181d;--panel:#1c2128;--link:#7cc4f2;
        --blue:#56b4e9;--sky:#f0e442;--shock:#fff;--shock-depth:.11;--best:#4cc9a0}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0 auto;max-width:1100px;padding:2.5rem 1.5rem 4rem;background:var(--paper);color:var(--ink);
        font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums lining-nums}
        h1,.answer{font-family:Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,"Liberation Serif",serif;font-variant-numeric:normal}
        h1{font-size:2.15rem;line-height:1.15;font-weight:700;letter-spacing:-.01em;margin:.1rem 0 1rem;text-wrap:balance}
        h2{font-size:1.2rem;line-height:1.3;margin:0 0 .5rem;letter-spacing:-.005em}
        h3{font-size:1rem;margin:1.2rem 0 .4rem}
        p{margin:.4rem 0 .8rem;max-width:46rem}
        section{margin-top:2.75rem}
        a{color:var(--link)}
        code{font:.88em/1.4 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
        header{border-bottom:1px solid var(--line);padding-bottom:1.1rem}
        p.kind{color:var(--soft);font-size:.82rem;letter-spacing:.02em;margin:0}
        .answer{font-size:1.42rem;line-height:1.42;max-width:60rem;margin:0 0 1.1rem;text-wrap:pretty}
        .answer span{color:var(--soft)}
        .facts{display:flex;flex-wrap:wrap;gap:.15rem 1.5rem;list-style:none;margin:0;padding:0;color:var(--soft);font-size:.88rem}
        .warnings{margin-top:1.5rem;border-left:4px solid var(--orange);background:var(--panel);padding:.8rem 1.1rem}
        .warnings h2{font-size:1rem;margin:0 0 .3rem}
        .warnings ul{margin:0;padding-left:1.1rem;font-size:.93rem}
        .warnings li{margin:.2rem 0;max-width:60rem}
        .legend{display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;color:var(--soft);font-size:.86rem;max-width:none}
        .legend i{display:inline-block;width:1.5em;height:.8em;margin-right:.45em;vertical-align:-.05em}
        .legend i.median{height:0;border-top:2.5px solid var(--blue);vertical-align:.25em}
        i.band50{background:var(--blue);opacity:.5}i.band90{background:var(--blue);opacity:.22}i.shock{background:var(--shock);opacity:calc(var(--shock-depth)*1.6)}
        .fans{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:1.3rem 1.4rem}
        figure{margin:0;break-inside:avoid}
        figcaption{display:flex;justify-content:space-between;align-items:baseline;gap:.8rem;font-size:.95rem;padding:0 2% .15rem 0}
        figcaption span{color:var(--soft);font-size:.82rem;text-align:right}
        svg{display:block;width:100%;height:auto}
        .keys{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.6rem 1.4rem;margin:0 0 1.1rem}
        .keys div{border-top:2px solid var(--blue);padding-top:.35rem;display:flex;flex-direction:column}
        .keys dt{order:2;font-size:.9rem;font-weight:400;line-height:1.3;color:var(--ink)}.keys dd{margin:0;font-size:1.5rem;font-weight:650;line-height:1.25;color:var(--ink)}
        .keys dd.around{order:3;font-size:.8rem;font-weight:400;color:var(--soft)}
        .shock{fill:var(--shock);opacity:var(--shock-depth)}
        .first{margin-top:1.5rem}
        .chart{width:100%;overflow:hidden}
        [data-drawn] .undrawn{display:none}
        html:not([data-drawn]) .chart{display:none}
        .chart:focus-visible{outline:2px solid var(--blue);outline-offset:3px}
        .chart figure{margin:0}.chart svg{width:auto;max-width:100%;overflow:visible}.chart [class*=swatch]{flex-wrap:wrap;min-height:0}
        .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,480px),1fr));gap:1.3rem 1.8rem}
        .pair>figure{min-width:0}
        select{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--grey);border-radius:4px;padding:.15em .4em}
        i.unmet{background:var(--red)}i.usual{background:var(--grey);opacity:.55}i.during,i.high{background:var(--blue)}i.low{background:var(--orange)}i.acting{display:inline-block;width:1.2em;height:.7em;background:var(--orange);margin-right:.4em}
        summary{cursor:pointer;color:var(--link);font-size:.93rem;padding:.3rem 0}
        details>.scroll{margin-top:.4rem}
        .heat td,.heat tbody th{padding-top:.25rem;padding-bottom:.25rem}
        .line{stroke:var(--line);stroke-width:1;vector-effect:non-scaling-stroke}
        .scroll{position:relative;overflow-x:auto;-webkit-overflow-scrolling:touch}
        .scroll:focus-visible{outline:2px solid var(--blue);outline-offset:3px}
        table{border-collapse:collapse;width:100%;font-size:.93rem;line-height:1.4}
        caption{text-align:left;color:var(--soft);font-size:.86rem;padding-bottom:.4rem}
        th,td{text-align:left;vertical-align:top;padding:.5rem .9rem .5rem 0;border-bottom:1px solid var(--line)}
        thead th{font-size:.84rem;font-weight:600;vertical-align:bottom;border-bottom:1.5px solid var(--ink);padding-top:0}
        th:last-child,td:last-child{padding-right:0}
        tbody th{font-weight:600}
        .changes tbody th{font-weight:400;width:45%}
        .number{text-align:right;white-space:nowrap}
        thead .number{white-space:normal}
        .unit{color:var(--soft);font-weight:400;white-space:nowrap}
        .interval{color:var(--soft);font-size:.86em}
        .spread,.late,.sentence{display:block;color:var(--soft);font-size:.86em;font-weight:400}
        .late{color:var(--late)}
        :root{--late:#a04400}
        @media (prefers-color-scheme:dark){:root{--late:#f0a860}}
        .sentence{max-width:38rem}
        span.kind{color:var(--soft);font-weight:400;font-size:.86em}
        .bars{width:22%;min-width:7rem}
        .bars.narrow{width:10%;min-width:5rem}
        svg.bar{height:.8rem;margin-top:.28rem}
        .rail{fill:var(--rail)}.fill{fill:var(--blue)}
        .whisker,.zero,.point{fill:none;stroke:var(--ink);stroke-width:1.4;vector-effect:non-scaling-stroke}
        .zero{stroke:var(--grey)}
        .point{stroke-width:2.4}
        .clear{fill:var(--blue)}.unclear{fill:var(--grey);opacity:.7}
        .grade{display:inline-block;min-width:1.7em;text-align:center;border-radius:3px;font-weight:600;font-size:.86em;border:1px solid var(--line);padding:.02em .35em}
        .grade-D{background:var(--red);border-color:var(--red);color:#000}
        .grade-C{background:var(--orange);border-color:var(--orange);color:#000}
        .timeline .years{width:42%;min-width:14rem;position:relative;padding-right:0}
        .timeline td.years{padding-bottom:0}
        .timeline .dates{white-space:nowrap}
        .year{position:absolute;bottom:.4rem;transform:translateX(-50%);color:var(--soft);font-weight:400}
        .timeline svg.span{position:relative;height:1.9rem;margin-top:-.2rem}
        .timeline svg.back{position:absolute;inset:0;height:100%}
        .move-ban{fill:var(--red);background:var(--red)}.move-licence{fill:var(--orange);background:var(--orange)}.move-quota{fill:var(--pink);background:var(--pink)}.move-tariff{fill:var(--pink);background:var(--pink)}
        .move-disruption{fill:var(--grey);background:var(--grey)}.move-response{fill:var(--green);background:var(--green)}
        .note,.none{color:var(--soft);font-size:.84rem;max-width:60rem;margin-top:.5rem}
        .note b{color:var(--ink)}
        .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        pre{background:var(--panel);border:1px solid var(--line);border-radius:4px;padding:.7rem .9rem;margin:.4rem 0 .8rem}
        pre code{white-space:pre-wrap}
        dl{margin:.4rem 0;font-size:.93rem}
        dt{font-weight:600}dd{margin:0;color:var(--soft)}
        .provenance{display:flex;flex-wrap:wrap;gap:.6rem 2rem}
        .glossary{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:1rem 2rem}
        .limits{margin:.3rem 0;padding-left:1.1rem;font-size:.93rem}
        .limits li{margin:.3rem 0;max-width:46rem}
        .best{color:var(--best)}
        @media (max-width:640px){
        body{padding:1.4rem 1rem 3rem;font-size:15px}
        h1{font-size:1.6rem}.answer{font-size:1.16rem;line-height:1.45}
        section{margin-top:2.2rem}
        tbody th:first-child,thead th:first-child{position:sticky;left:0;background:var(--paper)}
        .impacts tbody th{max-width:9rem;min-width:6rem}
        .impacts .interval{display:block}
        .differences tbody th{min-width:9rem}.differences .bars{min-width:4rem;width:4rem}
        caption span{display:inline-block;position:sticky;left:0;max-width:calc(100vw - 2rem)}
        .timeline,.timeline tbody,.timeline tr,.timeline caption{display:block}
        .timeline thead th{display:none}.timeline thead th.years{display:block;height:1.6rem;border-bottom:1px solid var(--ink)}
        .timeline thead,.timeline thead tr{display:block}
        .timeline tbody th,.timeline tbody td{display:block;border:0;padding:0;position:static}
        .timeline tbody td.years{position:relative;margin-top:.25rem}
        th .sentence{min-width:11rem}
        .timeline tbody tr{border-bottom:1px solid var(--line);padding:.55rem 0 .35rem}
        .timeline td{font-size:.9em;color:var(--soft)}
        .timeline .years{width:100%;min-width:0;position:relative}
        .year{font-size:.8rem}
        }
        @media print{
        :root{--ink:#000;--soft:#444;--line:#bbb;--rail:#eee;--paper:#fff;--panel:#fff;--link:#000;--blue:#0072b2;--late:#803600;--shock:#000;--shock-depth:.09;--best:#00573c}
        @page{margin:16mm 14mm}
        body{padding:0;max-width:none;font-size:10pt}
        .answer{font-size:14pt}h1{font-size:20pt}
        section{margin-top:1.6rem}
        h2,h2+p,.legend,caption,thead{break-after:avoid}tr,figure,.glossary div{break-inside:avoid}
        .fans{grid-template-columns:repeat(3,1fr);gap:.8rem 1rem}
        figcaption{font-size:8.5pt;white-space:nowrap}figcaption span{font-size:7.5pt}
        table,dl,.limits{font-size:9pt}.bars{width:14%}.impacts tbody th{min-width:8rem}
        .scroll{overflow:visible}
        select{border:0;padding:0;appearance:none}summary{display:none}
        pre{white-space:pre-wrap}
        *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
        }
        """);
}
