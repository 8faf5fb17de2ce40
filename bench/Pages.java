import host.spore.spawn.events.json.Json;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.widgets.Scenery;
import host.spore.spawn.functions.widgets.WidgetsHandler;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Called by bench/widgets: what a page takes without any table, on one core, and what it weighs. */
class Pages {
    private static final int WARM = 60;

    public static void main(String[] args) {
        int instances = Integer.parseInt(args[0]);
        int looks = Integer.parseInt(args[1]);
        System.out.printf("without tables: %d instances, %d looks; load %.1f on %d cores%n", instances, looks,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), Runtime.getRuntime().availableProcessors());
        WidgetsHandler handler = Scenery.of(instances).handler();
        for (String widget : Scenery.widgets()) {
            for (int i = 0; i < WARM; i++) {
                look(handler, widget);
            }
            double[] millis = new double[looks];
            int bytes = 0;
            for (int i = 0; i < looks; i++) {
                long began = System.nanoTime();
                String page = look(handler, widget);
                millis[i] = (System.nanoTime() - began) / 1e6;
                bytes = page.getBytes(StandardCharsets.UTF_8).length;
            }
            Arrays.sort(millis);
            System.out.printf("%-14s median %6.1f ms   slowest %6.1f ms   %6.1f KB%n", widget, millis[looks / 2],
                    millis[looks - 1], bytes / 1000.0);
        }
    }

    private static String look(WidgetsHandler handler, String widget) {
        return ((Json.JsonString) new FakeLambda().ask(handler, Scenery.asked(widget, "light", 1200))).value();
    }
}
