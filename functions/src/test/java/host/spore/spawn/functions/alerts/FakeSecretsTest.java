package host.spore.spawn.functions.alerts;

class FakeSecretsTest extends SecretsContract {
    private final FakeSecrets fake = new FakeSecrets();

    @Override
    Secrets subject() {
        return fake;
    }

    @Override
    String stored(String value, boolean encrypted) {
        String name = "/spawn/alerts/s" + fake.parameters.size();
        fake.parameters.put(name, new Secrets.Secret(value.strip(), encrypted));
        return name;
    }
}
