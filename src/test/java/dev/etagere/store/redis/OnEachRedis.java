package dev.etagere.store.redis;

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Runs the tests of a class once on the Redis that comes with them, and once on each other one that is found: see {@link TestBinary}.
 * What {@code BeforeAll} and {@code AfterAll} are elsewhere are {@link Start} and {@link Stop} here.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(OnEachRedis.Binaries.class)
public @interface OnEachRedis {

    /** A static method that runs before the tests on one Redis. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Start {
    }

    /** A static method that runs after the tests on one Redis. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Stop {
    }

    /** One run for each. */
    final class Binaries implements ClassTemplateInvocationContextProvider {

        @Override
        public boolean supportsClassTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
            return TestBinary.all().stream().map(Run::new);
        }
    }

    /** @param on this one */
    record Run(TestBinary on) implements ClassTemplateInvocationContext, BeforeClassTemplateInvocationCallback,
            AfterClassTemplateInvocationCallback {

        @Override
        public String getDisplayName(int invocation) {
            return "on " + on;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public void beforeClassTemplateInvocation(ExtensionContext context) {
            TestBinary.use(on);
            call(context, Start.class);
        }

        @Override
        public void afterClassTemplateInvocation(ExtensionContext context) {
            call(context, Stop.class);
            TestBinary.useOwn();
        }

        private static void call(ExtensionContext context, Class<? extends Annotation> when) {
            ReflectionSupport.findMethods(context.getRequiredTestClass(), method -> method.isAnnotationPresent(when),
                    HierarchyTraversalMode.TOP_DOWN).forEach(method -> ReflectionSupport.invokeMethod(method, null));
        }
    }
}
