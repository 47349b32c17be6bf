package dev.etagere.jaxrs;

import dev.etagere.http.Headers;
import dev.etagere.http.Preconditions;
import dev.etagere.http.RequestHead;
import dev.etagere.response.Load;
import dev.etagere.response.Outcome;
import dev.etagere.response.Reply;
import dev.etagere.response.ResponseCache;
import dev.etagere.response.SafeLoad;
import dev.etagere.response.Treatment;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the engine, after all other request filters: whatever they refuse, the cache does not give out, and what they change of the request
 * it sees.
 */
final class LookupFilter implements ContainerRequestFilter {

    private static final byte[] NOTHING = {};

    private final ResponseCache engine;
    private final Plans plans;

    @Context
    private @Nullable ResourceInfo resource;

    LookupFilter(ResponseCache engine, Plans plans) {
        this.engine = engine;
        this.plans = plans;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        CxfFailures.end();
        try {
            MethodPlan plan = plan(context);
            String method = context.getProperty(State.METHOD) instanceof String sent ? sent : context.getMethod();
            if (plan instanceof MethodPlan.Never) {
                keepFromFilter(context);
            } else if (plan instanceof MethodPlan.Caches caches) {
                keepFromFilter(context);
                read(context, method, caches);
            } else if (plan instanceof MethodPlan.Evicts evicts) {
                Map<String, String> parameters = evicts.parameters() ? Paths.parameters(context) : Map.of();
                write(context, method, new Treatment.Evicts(evicts.tags(), evicts.expire(), parameters));
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                write(context, method, Treatment.Evicts.URIS);
            }
        } catch (RuntimeException e) {
            Faults.report("the cache", e);
        }
    }

    /** Where the servlet filter is in front and has a rule for this too, the annotation decides. */
    private static void keepFromFilter(ContainerRequestContext context) {
        if (context.getProperty(Load.ATTRIBUTE) instanceof Load outer) {
            outer.keptElsewhere();
        }
    }

    private MethodPlan plan(ContainerRequestContext context) {
        ResourceInfo info = resource;
        @Nullable Method method = info == null ? null : info.getResourceMethod();
        if (info == null || method == null) {
            return new MethodPlan.Plain();
        }
        Class<?> type = info.getResourceClass();
        MethodPlan plan = plans.of(type, method);
        return plan instanceof MethodPlan.Caches caches
                ? plans.reached(caches, type, method, Way.of(type, context.getUriInfo().getMatchedResources()))
                : plan;
    }

    private void write(ContainerRequestContext context, String method, Treatment treatment) {
        if (engine.handle(new JaxrsRequest(context, method), treatment) instanceof Outcome.Write write) {
            context.setProperty(State.PROPERTY, new State.Writing(write.mutation()));
        }
    }

    private void read(ContainerRequestContext context, String method, MethodPlan.Caches plan) {
        if (plan.unshared().isPresent() || !mayCall(context.getSecurityContext(), plan)) {
            return;
        }
        JaxrsRequest request = new JaxrsRequest(context, method);
        Map<String, String> parameters = plan.parameters() ? Paths.parameters(context) : Map.of();
        Outcome outcome = engine.handle(request, new Treatment.Cached(plan.policy(), parameters));
        if (outcome instanceof Outcome.Hit hit) {
            serve(context, hit.reply(), method);
        } else if (outcome instanceof Outcome.Stale stale) {
            if (stale.refresh().isPresent()) {
                run(context, request, plan, stale.refresh().get());
            } else {
                serve(context, stale.reply(), method);
            }
        } else if (outcome instanceof Outcome.Miss miss) {
            run(context, request, plan, miss.load());
        } else if (outcome instanceof Outcome.Revalidate revalidate) {
            run(context, request, plan, revalidate.load());
        } else if (outcome instanceof Outcome.Bypass bypass) {
            context.setProperty(State.PROPERTY, new State.Passed(bypass.cacheStatus()));
        }
    }

    /** Interceptors may check roles around the method, which a hit does not call: without one of them the method itself is to answer. */
    private static boolean mayCall(@Nullable SecurityContext security, MethodPlan.Caches plan) {
        return plan.roles().isEmpty() || security != null && plan.roles().stream().anyMatch(security::isUserInRole);
    }

    private static void serve(ContainerRequestContext context, Reply reply, String method) {
        context.setProperty(State.PROPERTY, new State.Served(reply));
        context.abortWith(Answers.of(reply, method));
    }

    private static void run(ContainerRequestContext context, JaxrsRequest request, MethodPlan.Caches plan, Load unsafe) {
        SafeLoad load = new SafeLoad(unsafe, fault -> Faults.report("the cache", fault));
        try {
            Optional<Validator.Version> version = plan.validator().flatMap(validator -> version(validator, context));
            if (version.isPresent() && isAnswered(context, request, plan, load, version.get())) {
                return;
            }
            Exchange exchange = new Exchange(load, request, plan, context);
            version.ifPresent(exchange::version);
            context.setProperty(State.PROPERTY, new State.Running(exchange));
            CxfFailures.begin(exchange);
        } catch (RuntimeException | Error e) {
            load.abandon("internal-error");
            throw e;
        }
    }

    private static Optional<Validator.Version> version(Validator validator, ContainerRequestContext context) {
        try {
            return validator.current(context);
        } catch (RuntimeException e) {
            Faults.report("the validator " + validator.getClass().getName(), e);
            return Optional.empty();
        }
    }

    /** Without a run of the method: where what is stored, or what the client has, is the current version. */
    private static boolean isAnswered(ContainerRequestContext context, JaxrsRequest request, MethodPlan.Caches plan, SafeLoad load,
            Validator.Version version) {
        var current = Versions.validators(version, request, plan);
        Headers conditions = load.change().added();
        if (conditions.size() > 0 && Preconditions.evaluate(new Conditional(conditions), current) == Preconditions.Result.NOT_MODIFIED) {
            if (load.plan(304, Versions.fields(version, request, plan), plan.seen()) instanceof Load.Plan.Swallow
                    && load.complete(Optional.of(NOTHING), plan.seen()) instanceof Load.Completion.Instead instead) {
                serve(context, instead.reply(), request.method());
                return true;
            }
            load.abandon("validator");
            return false;
        }
        Preconditions.Result result = Preconditions.present(request)
                ? Preconditions.evaluate(request, current)
                : Preconditions.Result.PROCEED;
        if (result == Preconditions.Result.PROCEED) {
            return false;
        }
        load.abandon("validated");
        boolean modified = result == Preconditions.Result.FAILED;
        Response.ResponseBuilder answer = Response.status(modified ? 412 : 304);
        if (!modified) {
            Headers fields = Versions.fields(version, request, plan);
            for (int i = 0; i < fields.size(); i++) {
                answer.header(fields.name(i), fields.value(i));
            }
            Versions.terms(request, plan).forEach(answer::header);
        }
        context.setProperty(State.PROPERTY, new State.Passed(Optional.empty()));
        context.abortWith(answer.build());
        return true;
    }

    /** A GET with these conditions. */
    private record Conditional(Headers conditions) implements RequestHead {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public Optional<String> first(String name) {
            return conditions.first(name);
        }

        @Override
        public List<String> values(String name) {
            return conditions.values(name);
        }
    }
}
