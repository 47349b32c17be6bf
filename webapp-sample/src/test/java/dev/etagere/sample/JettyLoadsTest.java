package dev.etagere.sample;

final class JettyLoadsTest extends LoadsContract {

    @Override
    Running start() throws Exception {
        return SampleServer.start(ShopContract.WEBAPP, context -> { });
    }
}
