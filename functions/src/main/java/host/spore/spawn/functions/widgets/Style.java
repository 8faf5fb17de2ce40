package host.spore.spawn.functions.widgets;

/**
 * The style sheet. Colours are written out for each theme, because a page may be shown where nobody else knows the theme,
 * and each of them has a contrast of at least 4.5 to its ground (https://www.w3.org/TR/WCAG22/#contrast-minimum), which a
 * browser checks in the tests. Everything is below a class of its own: pages share their console's document.
 */
final class Style {
    private static final String SHEET = """
            .sw{background:@ground;color:@ink;font:14px/1.45 "Amazon Ember","Helvetica Neue",Roboto,Arial,sans-serif;\
            padding:8px;box-sizing:border-box;max-width:100%}
            .sw *{box-sizing:border-box}
            .sw p,.sw h3,.sw ul,.sw ol,.sw dl,.sw dd{margin:0;padding:0}
            .sw h3{font-size:14px;margin:12px 0 4px}
            .sw table{border-collapse:collapse;width:100%;table-layout:fixed;background:@ground;color:@ink}
            .sw caption{text-align:left;color:@muted;padding:4px 0}
            .sw th,.sw td{text-align:left;vertical-align:top;padding:5px 8px 5px 0;border-bottom:1px solid @line;\
            overflow-wrap:anywhere;font-weight:400;background:@ground;color:@ink}
            .sw thead th{color:@muted;font-size:12px}
            .sw .sum{display:flex;flex-wrap:wrap;gap:4px 20px;margin-bottom:6px}
            .sw .big{font-size:18px;font-weight:700;padding-right:4px}
            .sw .dim,.sw .sub{color:@muted}
            .sw .sub{display:block;font-size:12px}
            .sw .num{font-variant-numeric:tabular-nums}
            .sw .strong{font-weight:700}
            .sw cwdb-action{display:none}
            .sw .tell thead th:first-child{width:30%}
            .sw .list thead th:nth-child(-n+2){width:17%}
            .sw .good{color:@good}
            .sw .bad{color:@bad}
            .sw .warn{color:@warn}
            .sw .busy{color:@link}
            .sw .mark{display:inline-block;width:9px;height:9px;border:2px solid @muted;border-radius:50%;margin-right:6px}
            .sw .mark.good{background:@good;border-color:@good}
            .sw .mark.bad{background:@bad;border-color:@bad;border-radius:0}
            .sw .mark.warn{border-color:@warn;border-radius:2px}
            .sw .mark.busy{border-color:@link;border-radius:50% 50% 0 0}
            .sw button{font:inherit;color:@link;background:@ground;border:1px solid @link;border-radius:12px;\
            padding:1px 12px;cursor:pointer;margin:2px 8px 2px 0}
            .sw button.plain{border-color:@ground;border-radius:2px;padding:0;margin:0;font-weight:700;text-align:left;\
            overflow-wrap:anywhere;text-decoration:underline}
            .sw button:focus-visible,.sw input:focus-visible,.sw .scroll:focus-visible{outline:2px solid @link;outline-offset:1px}
            .sw input{font:inherit;color:@ink;background:@ground;border:1px solid @muted;border-radius:4px;padding:1px 6px;\
            max-width:100%;margin-right:8px}
            .sw .more{margin-top:6px;color:@muted}
            .sw .scroll{overflow-x:auto;max-width:100%}
            .sw .ends{display:flex;justify-content:space-between;font-size:12px}
            .sw svg{display:block}
            .sw svg.fit{width:100%;height:auto}
            .sw svg text{fill:@ink;font:12px "Amazon Ember","Helvetica Neue",Roboto,Arial,sans-serif}
            .sw svg text.small{fill:@muted;font-size:11px}
            .sw svg .box{fill:@ground;stroke:@muted;stroke-width:1.5}
            .sw svg .box.good{stroke:@good}
            .sw svg .box.bad{stroke:@bad;stroke-width:3}
            .sw svg .box.warn{stroke:@warn;stroke-dasharray:5 3}
            .sw svg .box.busy{stroke:@link;stroke-width:3}
            .sw svg .edge{fill:none;stroke:@muted}
            .sw svg .bar.good{fill:@good}
            .sw svg .bar.bad{fill:@bad}
            .sw svg .bar.warn{fill:@warn}
            .sw svg .bar.busy{fill:@link}
            .sw svg .bar.dim{fill:@line}
            .sw svg .axis{stroke:@line}
            """;

    private static final String LIGHT =
            filled("#ffffff", "#16191f", "#545b64", "#d5dbdb", "#0972d3", "#037f0c", "#c91414", "#855900");
    private static final String DARK =
            filled("#161d26", "#e9ebed", "#a9b4c0", "#414d5c", "#67b0f2", "#4cc455", "#ff8a8a", "#f2cd54");

    private Style() {}

    static String of(Theme theme) {
        return switch (theme) {
            case LIGHT -> LIGHT;
            case DARK -> DARK;
        };
    }

    private static String filled(
            String ground, String ink, String muted, String line, String link, String good, String bad, String warn) {
        return SHEET.replace("@ground", ground)
                .replace("@ink", ink)
                .replace("@muted", muted)
                .replace("@line", line)
                .replace("@link", link)
                .replace("@good", good)
                .replace("@bad", bad)
                .replace("@warn", warn);
    }
}
