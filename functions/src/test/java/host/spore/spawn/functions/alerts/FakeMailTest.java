package host.spore.spawn.functions.alerts;

import java.util.Objects;

class FakeMailTest extends MailContract {
    private final FakeMail fake = new FakeMail();

    @Override
    Mail subject() {
        return fake;
    }

    @Override
    String verified() {
        return FakeMail.VERIFIED;
    }

    @Override
    Mail.Letter received(String id) {
        return Objects.requireNonNull(fake.sent.get(id));
    }
}
