package host.spore.spawn.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final String BUS = "arn:aws:events:us-east-1:111111111111:event-bus/spawn-infrastructure";

    @Test
    void nothingNeedsToBeSet() {
        var settings = Settings.from(Map.<String, Object>of()::get);
        assertThat(settings.domain()).isEmpty();
        assertThat(settings.maxInstances()).isEqualTo(100);
        assertThat(settings.architecture()).isEqualTo(Settings.Architecture.ARM_64);
        assertThat(settings.snapStart()).isTrue();
    }

    @Test
    void anEmptyValueIsNone() {
        assertThat(Settings.from(Map.<String, Object>of("domain", " ")::get).domain())
                .isEmpty();
    }

    @Test
    void aNumberMayBeOne() {
        assertThat(Settings.from(Map.<String, Object>of("maxInstances", 7)::get).maxInstances())
                .isEqualTo(7);
    }

    @Test
    void theInfrastructuresAccountIsInItsBus() {
        var settings = Settings.from(
                Map.<String, Object>of("infrastructureBusArn", BUS, "binariesBucket", "b", "externalId", "x")::get);
        assertThat(settings.infrastructureAccount()).contains("111111111111");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "domain | Spore.Host | domain \"Spore.Host\": use a domain name in lower case",
                "domain | host | domain \"host\"",
                "maxInstances | 0 | maxInstances \"0\": use a whole number from 1 to 10000",
                "maxInstances | many | maxInstances \"many\": use a whole number",
                "snapStart | yes | snapStart \"yes\": use true or false",
                "architecture | mips | architecture \"mips\": use arm64 or x86_64",
                "vpcId | vpc-1 | vpcId and subnetId go together",
                "subnetId | subnet-1 | vpcId and subnetId go together",
                "workloadVpcs | vpc-0a1b2c3d | workloadVpcs \"vpc-0a1b2c3d\": use ACCOUNT:REGION:VPC",
                "workloadVpcs | 222222222222:us-east-1:vpc-0a1b2c3d | workloadVpcs \"222222222222:us-east-1:vpc-0a1b2c3d\": a VPC of an account of workloadAccounts",
                "privateZoneId | spore.internal | privateZoneId \"spore.internal\": use the output PrivateHostedZoneId",
                "privateZoneId | Z0123456789ABC | privateZoneId is of an infrastructure in another account",
                "privateDomain | Internal | privateDomain \"Internal\": use a domain name",
                "privateDomain | spore.internal | privateZoneVpcId is missing",
                "privateZoneVpcId | default | privateZoneVpcId \"default\": use a VPC's id",
                "workloadAccounts | 123 | workloadAccounts \"123\": use 12 digits",
                "workloadAccounts | 222222222222 | externalId is missing",
                "alertEmailFrom | spawn | alertEmailFrom \"spawn\": use one address",
                "alertTopics | oncall | alertTopics \"oncall\": use ARNs of topics",
                "alertTrialOrigins | http://10.0.0.1 | alertTrialOrigins \"http://10.0.0.1\": use http://127.0.0.1",
                "infrastructureBusArn | spawn | infrastructureBusArn \"spawn\": use the output",
            })
    void misuseIsRefusedWithWhatToDo(String name, String value, String message) {
        assertThatThrownBy(() -> Settings.from(Map.<String, Object>of(name, value)::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void profilesAreReadAsTextAndAsTheObjectOfTheFile() {
        // Given
        var declared = Map.of(
                "genomics",
                new Profiles.Profile(
                        List.of("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"),
                        List.of("arn:aws:ssm:us-east-1:123456789012:parameter/lab/token"),
                        false));

        // When, Then
        assertThat(profiles("""
                        {"genomics": {"policies": ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
                         "secrets": ["arn:aws:ssm:us-east-1:123456789012:parameter/lab/token"],
                         "sessionManager": false}}""")).isEqualTo(declared);
        assertThat(profiles(Map.of(
                        "genomics",
                        Map.of(
                                "policies", List.of("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"),
                                "secrets", List.of("arn:aws:ssm:us-east-1:123456789012:parameter/lab/token"),
                                "sessionManager", false))))
                .isEqualTo(declared);
        assertThat(Settings.from(Map.<String, Object>of()::get).profiles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "[]                                           | profiles: use JSON",
                "{\"Genomics\": {}}                         | profiles: \"Genomics\": a name has",
                "{\"a\": 1}                                 | profiles: \"a\": use an object",
                "{\"a\": {\"policy\": []}}                | profiles: \"a\": use an object",
                "{\"a\": {\"policies\": [\"S3Full\"]}}  | profiles: \"a\": policies has",
                "{\"a\": {\"secrets\": [\"token\"]}}    | profiles: \"a\": secrets has",
                "{\"a\": {\"secrets\": [\"arn:aws:ssm:us-east-1:123456789012:parameter/*\"]}} | profiles: \"a\": secrets has",
                "{\"a\": {\"sessionManager\": \"no\"}}  | profiles: \"a\": /sessionManager",
            })
    void aProfileThatSaysMoreOrLessThanItMayIsRefused(String text, String message) {
        assertThatThrownBy(() -> profiles(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void secretsThatWouldNotFitIntoTheBoundaryAreRefused() {
        String arn = "arn:aws:ssm:us-east-1:123456789012:parameter/" + "x".repeat(890);
        assertThatThrownBy(() -> profiles(Map.of("a", Map.of("secrets", List.of(arn, arn + "y", arn + "z")))))
                .hasMessageContaining("at most 2500: take shorter names");
    }

    private static Map<String, Profiles.Profile> profiles(Object context) {
        return Settings.from(Map.of("profiles", context)::get).profiles();
    }

    @Test
    void anInfrastructureElsewhereNeedsItsBucket() {
        assertThatThrownBy(() ->
                        Settings.from(Map.<String, Object>of("infrastructureBusArn", BUS, "externalId", "x")::get))
                .hasMessageContaining("binariesBucket is missing");
    }

    @Test
    void anAccountIsOneOrTheOther() {
        assertThatThrownBy(() -> Settings.from(Map.<String, Object>of(
                        "infrastructureBusArn", BUS, "workloadAccounts", "222222222222", "externalId", "x")::get))
                .hasMessageContaining("give one of them");
    }
}
