package dev.etagere.sample;

final class JettyRefusalTest extends RefusalContract {

    @Override
    Running start() throws Exception {
        return SampleServer.start(ShopContract.WEBAPP, context -> { });
    }
}
