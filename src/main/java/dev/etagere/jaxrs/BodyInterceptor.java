package dev.etagere.jaxrs;

import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;

/**
 * The innermost of all interceptors: sees the bytes as the message body writer writes them, and writes in its place what comes from the
 * cache.
 */
final class BodyInterceptor implements WriterInterceptor {

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        Object state = context.getProperty(State.PROPERTY);
        if (context.getEntity() instanceof Replay replay) {
            replay(replay, context);
        } else if (state instanceof State.Running running && running.exchange().writes()) {
            running.exchange().write(context);
        } else {
            context.proceed();
            if (state instanceof State.Writing writing && Entities.isStream(context.getEntity())) {
                writing.streamed();
            }
        }
    }

    private static void replay(Replay replay, WriterInterceptorContext context) throws IOException {
        Entities.weaken(replay.reply(), context.getHeaders());
        replay.writeTo(context.getOutputStream());
    }
}
