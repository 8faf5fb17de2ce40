package host.spore.spawn.functions.outside;

import java.net.URI;

class FakeWebTest extends WebContract {
    private final FakeWeb fake = new FakeWeb();

    @Override
    protected Web subject() {
        return fake;
    }

    @Override
    protected URI answering(int status, String body) {
        URI url = URI.create("https://example.org/" + status);
        fake.answers(url, status, body);
        return url;
    }

    @Override
    protected Sent sent() {
        FakeWeb.Request last = fake.requests.getLast();
        return new Sent(last.headers(), last.body());
    }

    @Override
    protected URI silent() {
        return URI.create("https://silent.example.org/");
    }
}
