import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Gives the classes of a jar a class file version of today: {@code java Modernise.java JAR}. picocli is compiled for
 * Java 5, and the AOT cache passes over classes older than version 50, because they carry no stack maps. Those are
 * computed here; nothing else changes.
 */
public final class Modernise {
    private Modernise() {}

    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        Path modern = jar.resolveSibling(jar.getFileName() + ".modern");
        try (JarFile from = new JarFile(jar.toFile());
                JarOutputStream to = new JarOutputStream(Files.newOutputStream(modern));
                URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
            ClassFile format = ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(classes)));
            from.stream().forEach(entry -> copy(from, entry, to, format));
        }
        Files.move(modern, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copy(JarFile from, JarEntry entry, JarOutputStream to, ClassFile format) {
        try {
            byte[] bytes = from.getInputStream(entry).readAllBytes();
            JarEntry copy = new JarEntry(entry.getName());
            // The same input makes the same jar.
            copy.setTimeLocal(entry.getTimeLocal());
            to.putNextEntry(copy);
            to.write(isClass(entry) ? modern(format, bytes) : bytes);
            to.closeEntry();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Module descriptors are of a version of their own. */
    private static boolean isClass(JarEntry entry) {
        return entry.getName().endsWith(".class") && !entry.getName().endsWith("module-info.class");
    }

    private static byte[] modern(ClassFile format, byte[] bytes) {
        // Passing each instruction on has the code built anew, and with it its stack maps.
        ClassTransform code = ClassTransform.transformingMethodBodies(CodeBuilder::with);
        ClassTransform version =
                ClassTransform.endHandler(builder -> builder.withVersion(ClassFile.JAVA_17_VERSION, 0));
        return format.transformClass(format.parse(bytes), code.andThen(version));
    }
}
