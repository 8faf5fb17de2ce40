package host.spore.spawn.local.chaos;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Makes what only Lambda makes elsewhere. The constructors that take ports are package-private, each in the package of
 * its capability, and nobody but this model has a reason to reach into all of them.
 */
final class Made {
    private static final String FUNCTIONS = "host.spore.spawn.functions.";

    private Made() {}

    static Object of(String type, Object... arguments) {
        try {
            Class<?> made = Class.forName(FUNCTIONS + type);
            Constructor<?> constructor = Arrays.stream(made.getDeclaredConstructors())
                    .filter(candidate -> fits(candidate.getParameterTypes(), arguments))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            type + " has no constructor of " + Arrays.toString(arguments)));
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(type, impossible);
        }
    }

    static Object call(String type, String method, Object... arguments) {
        try {
            Method called = Arrays.stream(Class.forName(FUNCTIONS + type).getDeclaredMethods())
                    .filter(candidate ->
                            candidate.getName().equals(method) && fits(candidate.getParameterTypes(), arguments))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(type + "." + method));
            called.setAccessible(true);
            return called.invoke(null, arguments);
        } catch (InvocationTargetException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(type, impossible);
        }
    }

    private static boolean fits(Class<?>[] parameters, Object[] arguments) {
        if (parameters.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < parameters.length; i++) {
            if (!parameters[i].isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }
}
