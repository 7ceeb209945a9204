package dev.serve.testing;

import dev.serve.api.ServerBuilder;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * What {@link ServeTest} brings: a {@link ServeExtension} made of the class's own method. Only
 * JUnit makes one.
 */
public final class AnnotatedServe
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(AnnotatedServe.class);

    /** JUnit makes it. */
    public AnnotatedServe() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        Store store = context.getStore(NAMESPACE);
        if (store.get(ServeExtension.class) == null) {
            ServeExtension serve = ServeExtension.of(setUp(context.getRequiredTestClass()));
            store.put(ServeExtension.class, serve);
            serve.beforeAll(context);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        serve(context).beforeEach(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        serve(context).afterEach(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        serve(context).afterAll(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return serve(context).supportsParameter(parameter, context);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return serve(context).resolveParameter(parameter, context);
    }

    private static ServeExtension serve(ExtensionContext context) {
        ServeExtension serve =
                context.getStore(NAMESPACE).get(ServeExtension.class, ServeExtension.class);
        if (serve == null) {
            throw new IllegalStateException("no server for " + context.getDisplayName());
        }
        return serve;
    }

    private static Consumer<ServerBuilder> setUp(Class<?> tests) {
        List<Method> methods =
                AnnotationSupport.findAnnotatedMethods(
                        tests, SetUpServer.class, HierarchyTraversalMode.BOTTOM_UP);
        if (methods.size() != 1) {
            throw new ExtensionConfigurationException(
                    tests.getName()
                            + ": "
                            + methods.size()
                            + " methods with @SetUpServer (expected: one)");
        }
        Method method = methods.getFirst();
        boolean fits =
                Modifier.isStatic(method.getModifiers())
                        && Arrays.equals(
                                method.getParameterTypes(), new Class<?>[] {ServerBuilder.class});
        if (!fits) {
            throw new ExtensionConfigurationException(
                    method + " (expected: static, with one parameter, a ServerBuilder)");
        }
        return builder -> ReflectionSupport.invokeMethod(method, null, builder);
    }
}
