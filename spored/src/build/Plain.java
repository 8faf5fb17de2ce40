import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.io.File;
import java.io.IOException;
import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DirectMethodHandleDesc.Kind;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies a class path into one folder and replaces every {@code invokedynamic} on the way: a lambda becomes an ordinary
 * class, the {@code equals}, {@code hashCode} and {@code toString} of a record become ordinary methods. What stands in
 * the sources stays as it is; what runs on the instance needs neither method handles nor classes made at run time, which
 * would be 2 MB of the agent's memory. {@code java Plain.java TARGET CLASSPATH}, from source, with a JDK of 24 or newer.
 *
 * <p>Whatever it does not know fails the build: nothing dynamic gets through unseen. The tests of whole processes run
 * what it wrote.
 */
public final class Plain {
    private record Member(ClassDesc owner, String name, MethodTypeDesc type) {}

    private final ClassFile files;
    private final Map<String, ClassModel> classes = new HashMap<>();
    /** What lambdas call, and must be within reach of a class of their own. */
    private final Set<Member> called = new HashSet<>();
    private final Path target;

    private Plain(Path target, ClassHierarchyResolver hierarchy) {
        this.target = target;
        this.files = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(hierarchy), ClassFile.DebugElementsOption.DROP_DEBUG);
    }

    public static void main(String[] args) throws IOException {
        List<Path> path = Stream.of(args[1].split(File.pathSeparator)).map(Path::of).toList();
        URL[] urls = path.stream().map(Plain::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls)) {
            Plain plain = new Plain(Path.of(args[0]), ClassHierarchyResolver.ofClassLoading(loader));
            for (Path entry : path) {
                if (Files.isDirectory(entry)) {
                    plain.read(entry);
                } else {
                    try (FileSystem jar = FileSystems.newFileSystem(entry)) {
                        plain.read(jar.getPath("/"));
                    }
                }
            }
            for (ClassModel each : plain.classes.values()) {
                plain.write(each.thisClass().asSymbol(), plain.transformed(each));
            }
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void read(Path root) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(root)) {
            all = tree.filter(Files::isRegularFile).toList();
        }
        for (Path file : all) {
            String name = root.relativize(file).toString();
            if (name.endsWith(".class")) {
                ClassModel model = files.parse(Files.readAllBytes(file));
                classes.put(name, model);
                model.methods().stream()
                        .flatMap(method -> method.code().stream())
                        .flatMap(code -> code.elementStream())
                        .filter(InvokeDynamicInstruction.class::isInstance)
                        .flatMap(dynamic -> ((InvokeDynamicInstruction) dynamic).bootstrapArgs().stream())
                        .filter(DirectMethodHandleDesc.class::isInstance)
                        .map(DirectMethodHandleDesc.class::cast)
                        .filter(handle -> handle.kind() != Kind.GETTER)
                        .forEach(handle ->
                                called.add(new Member(handle.owner(), handle.methodName(), lookup(handle))));
            } else if (!name.startsWith("META-INF") && !name.contains("schemas")) {
                Path copy = target.resolve(name);
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private void write(ClassDesc name, byte[] bytes) throws IOException {
        String descriptor = name.descriptorString();
        Path file = target.resolve(descriptor.substring(1, descriptor.length() - 1) + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private byte[] transformed(ClassModel model) throws IOException {
        ClassDesc owner = model.thisClass().asSymbol();
        Map<ClassDesc, byte[]> made = new HashMap<>();
        List<InvokeDynamicInstruction> ofRecord = new ArrayList<>();
        CodeTransform plain = (code, element) -> {
            if (!(element instanceof InvokeDynamicInstruction dynamic)) {
                code.with(element);
                return;
            }
            String by = dynamic.bootstrapMethod().owner().displayName() + "." + dynamic.bootstrapMethod().methodName();
            switch (by) {
                case "LambdaMetafactory.metafactory" -> {
                    ClassDesc lambda = owner.nested("Plain" + made.size());
                    made.put(lambda, lambda(lambda, dynamic));
                    code.invokestatic(lambda, "make", dynamic.typeSymbol());
                }
                case "ObjectMethods.bootstrap" -> {
                    ofRecord.add(dynamic);
                    code.invokestatic(owner, "plain$" + dynamic.name(), dynamic.typeSymbol());
                }
                default -> throw new IllegalStateException(
                        owner + ": no plain code for " + by + "; if it was compiled before this file came: mvn clean");
            }
        };
        ClassTransform members = (builder, element) -> {
            if (!(element instanceof MethodModel method)) {
                builder.with(element);
                return;
            }
            String name = method.methodName().stringValue();
            boolean reached = called.contains(new Member(owner, name, method.methodTypeSymbol()));
            builder.transformMethod(method, MethodTransform.transformingCode(plain).andThen((of, part) -> {
                if (reached && part instanceof AccessFlags flags) {
                    boolean ofInterface = model.flags().has(AccessFlag.INTERFACE);
                    of.withFlags(withinReach(flags, ofInterface, name.equals(INIT_NAME)));
                } else {
                    of.with(part);
                }
            }));
        };
        byte[] bytes = files.transformClass(
                model, members.andThen(ClassTransform.endHandler(builder -> ofRecord.forEach(
                        dynamic -> builder.withMethodBody(
                                "plain$" + dynamic.name(),
                                dynamic.typeSymbol(),
                                ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                                code -> ofRecord(code, owner, dynamic))))));
        for (Map.Entry<ClassDesc, byte[]> each : made.entrySet()) {
            write(each.getKey(), each.getValue());
        }
        return bytes;
    }

    /** Private no more; final instead, so that no subclass overrides it unseen. An interface knows only public. */
    private static AccessFlag[] withinReach(AccessFlags flags, boolean ofInterface, boolean constructor) {
        Set<AccessFlag> changed = new HashSet<>(flags.flags());
        if (changed.remove(AccessFlag.PRIVATE) && !constructor) {
            changed.add(ofInterface ? AccessFlag.PUBLIC : AccessFlag.FINAL);
        }
        return changed.toArray(AccessFlag[]::new);
    }

    /** A class with a field for each captured value, and the one method of its interface. */
    private byte[] lambda(ClassDesc name, InvokeDynamicInstruction dynamic) {
        List<ClassDesc> captured = dynamic.typeSymbol().parameterList();
        MethodTypeDesc constructor = MethodTypeDesc.of(CD_void, captured);
        List<ConstantDesc> arguments = dynamic.bootstrapArgs();
        MethodTypeDesc erased = (MethodTypeDesc) arguments.get(0);
        DirectMethodHandleDesc body = (DirectMethodHandleDesc) arguments.get(1);
        MethodTypeDesc exact = (MethodTypeDesc) arguments.get(2);
        return files.build(name, builder -> {
            builder.withVersion(ClassFile.JAVA_17_VERSION, 0)
                    .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC)
                    .withInterfaceSymbols(dynamic.typeSymbol().returnType());
            for (int i = 0; i < captured.size(); i++) {
                builder.withField("c" + i, captured.get(i), ClassFile.ACC_FINAL);
            }
            builder.withMethodBody(INIT_NAME, constructor, 0, code -> {
                code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void);
                for (int i = 0; i < captured.size(); i++) {
                    code.aload(0)
                            .loadLocal(TypeKind.from(captured.get(i)), code.parameterSlot(i))
                            .putfield(name, "c" + i, captured.get(i));
                }
                code.return_();
            });
            builder.withMethodBody("make", dynamic.typeSymbol(), ClassFile.ACC_STATIC, code -> {
                code.new_(name).dup();
                for (int i = 0; i < captured.size(); i++) {
                    code.loadLocal(TypeKind.from(captured.get(i)), code.parameterSlot(i));
                }
                code.invokespecial(name, INIT_NAME, constructor).areturn();
            });
            builder.withMethodBody(dynamic.name().stringValue(), erased, ClassFile.ACC_PUBLIC, code -> {
                List<ClassDesc> wanted = body.invocationType().parameterList();
                if (body.kind() == Kind.CONSTRUCTOR) {
                    code.new_(body.owner()).dup();
                }
                for (int i = 0; i < captured.size(); i++) {
                    code.aload(0).getfield(name, "c" + i, captured.get(i));
                    adapt(code, captured.get(i), wanted.get(i));
                }
                for (int i = 0; i < erased.parameterCount(); i++) {
                    code.loadLocal(TypeKind.from(erased.parameterType(i)), code.parameterSlot(i));
                    adapt(code, erased.parameterType(i), exact.parameterType(i));
                    adapt(code, exact.parameterType(i), wanted.get(captured.size() + i));
                }
                call(code, body);
                adapt(code, body.invocationType().returnType(), exact.returnType());
                code.return_(TypeKind.from(erased.returnType()));
            });
        });
    }

    /** As the class file names it: without the receiver, and {@code void} for a constructor. */
    private static MethodTypeDesc lookup(DirectMethodHandleDesc handle) {
        return MethodTypeDesc.ofDescriptor(handle.lookupDescriptor());
    }

    private static void call(CodeBuilder code, DirectMethodHandleDesc body) {
        MethodTypeDesc type = lookup(body);
        switch (body.kind()) {
            case STATIC, INTERFACE_STATIC ->
                code.invokestatic(body.owner(), body.methodName(), type, body.isOwnerInterface());
            case CONSTRUCTOR -> code.invokespecial(body.owner(), INIT_NAME, type);
            case VIRTUAL, SPECIAL, INTERFACE_VIRTUAL, INTERFACE_SPECIAL -> {
                if (body.isOwnerInterface()) {
                    code.invokeinterface(body.owner(), body.methodName(), type);
                } else {
                    code.invokevirtual(body.owner(), body.methodName(), type);
                }
            }
            default -> throw new IllegalStateException("no plain call of " + body);
        }
    }

    private static void adapt(CodeBuilder code, ClassDesc from, ClassDesc to) {
        if (from.equals(to)) {
            return;
        }
        if (to.equals(CD_void)) {
            if (TypeKind.from(from).slotSize() == 2) {
                code.pop2();
            } else {
                code.pop();
            }
        } else if (from.isPrimitive() && to.isPrimitive()) {
            code.conversion(TypeKind.from(from), TypeKind.from(to));
        } else if (from.isPrimitive()) {
            ClassDesc box = box(from);
            code.invokestatic(box, "valueOf", MethodTypeDesc.of(box, from));
        } else if (to.isPrimitive()) {
            code.checkcast(box(to)).invokevirtual(box(to), to.displayName() + "Value", MethodTypeDesc.of(to));
        } else if (!to.equals(CD_Object)) {
            code.checkcast(to);
        }
    }

    private static ClassDesc box(ClassDesc primitive) {
        String name =
                switch (primitive.displayName()) {
                    case "int" -> "Integer";
                    case "char" -> "Character";
                    default ->
                        primitive.displayName().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                                + primitive.displayName().substring(1);
                };
        return ClassDesc.of("java.lang", name);
    }

    private static void ofRecord(CodeBuilder code, ClassDesc owner, InvokeDynamicInstruction dynamic) {
        List<DirectMethodHandleDesc> components = dynamic.bootstrapArgs().stream()
                .filter(DirectMethodHandleDesc.class::isInstance)
                .map(DirectMethodHandleDesc.class::cast)
                .toList();
        switch (dynamic.name().stringValue()) {
            case "equals" -> equalsOf(code, owner, components);
            case "hashCode" -> hashCodeOf(code, owner, components);
            case "toString" -> toStringOf(code, owner, components);
            default -> throw new IllegalStateException(owner + ": no plain " + dynamic.name());
        }
    }

    private static void component(CodeBuilder code, ClassDesc owner, DirectMethodHandleDesc component, boolean boxed) {
        ClassDesc type = component.invocationType().returnType();
        code.getfield(owner, component.methodName(), type);
        if (boxed) {
            adapt(code, type, CD_Object);
        }
    }

    private static void equalsOf(CodeBuilder code, ClassDesc owner, List<DirectMethodHandleDesc> components) {
        ClassDesc objects = ClassDesc.of("java.util.Objects");
        var different = code.newLabel();
        code.aload(1).instanceOf(owner).ifeq(different);
        for (DirectMethodHandleDesc component : components) {
            code.aload(0);
            component(code, owner, component, true);
            code.aload(1).checkcast(owner);
            component(code, owner, component, true);
            code.invokestatic(objects, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object)).ifeq(different);
        }
        code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
    }

    private static void hashCodeOf(CodeBuilder code, ClassDesc owner, List<DirectMethodHandleDesc> components) {
        ClassDesc objects = ClassDesc.of("java.util.Objects");
        code.iconst_0();
        for (DirectMethodHandleDesc component : components) {
            code.bipush(31).imul().aload(0);
            component(code, owner, component, true);
            code.invokestatic(objects, "hashCode", MethodTypeDesc.of(CD_int, CD_Object)).iadd();
        }
        code.ireturn();
    }

    private static void toStringOf(CodeBuilder code, ClassDesc owner, List<DirectMethodHandleDesc> components) {
        ClassDesc builder = ClassDesc.of("java.lang.StringBuilder");
        MethodTypeDesc ofText = MethodTypeDesc.of(builder, CD_String);
        code.new_(builder).dup().invokespecial(builder, INIT_NAME, MTD_void);
        String before = owner.displayName().substring(owner.displayName().lastIndexOf('$') + 1) + "[";
        for (DirectMethodHandleDesc component : components) {
            code.ldc(before + component.methodName() + "=").invokevirtual(builder, "append", ofText).aload(0);
            component(code, owner, component, true);
            code.invokevirtual(builder, "append", MethodTypeDesc.of(builder, CD_Object));
            before = ", ";
        }
        code.ldc(components.isEmpty() ? before + "]" : "]")
                .invokevirtual(builder, "append", ofText)
                .invokevirtual(builder, "toString", MethodTypeDesc.of(CD_String))
                .areturn();
    }
}
