package host.spore.spawn.functions.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Many small calls, a few at a time. */
final class InParallel {
    private static final int AT_A_TIME = 8;

    private InParallel() {}

    /** All of them are tried; the first failure is thrown when all are over. */
    static <T> void each(List<T> items, Consumer<T> call) {
        if (items.size() < 2) {
            items.forEach(call);
            return;
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(AT_A_TIME, items.size()), Thread.ofVirtual().factory())) {
            List<Future<?>> calls = new ArrayList<>();
            items.forEach(item -> calls.add(threads.submit(() -> call.accept(item))));
            for (Future<?> one : calls) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
