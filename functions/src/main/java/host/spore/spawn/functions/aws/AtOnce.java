package host.spore.spawn.functions.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Many small calls, some at a time: one after the other, a thousand would take longer than a function may.
 *
 * @param calls at a time; with one, they are made in their order
 */
public record AtOnce(int calls) {
    public static final AtOnce USUAL = new AtOnce(16);

    /** One after the other. */
    public static AtOnce inOrder() {
        return new AtOnce(1);
    }

    /** All of them are tried; the first failure is thrown when all are over. */
    public <T> void each(List<T> items, Consumer<T> call) {
        if (calls == 1 || items.size() < 2) {
            items.forEach(call);
            return;
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(calls, items.size()), Thread.ofVirtual().factory())) {
            List<Future<?>> begun = new ArrayList<>();
            items.forEach(item -> begun.add(threads.submit(() -> call.accept(item))));
            for (Future<?> one : begun) {
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
