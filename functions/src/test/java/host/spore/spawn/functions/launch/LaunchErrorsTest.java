package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchErrorsTest {
    @ParameterizedTest
    @CsvSource({
        // EC2 says this one with a 500: the code counts before the status
        "InsufficientInstanceCapacity, 500, NoCapacity",
        "SpotMaxPriceTooLow, 400, NoCapacity",
        "MaxSpotInstanceCountExceeded, 400, NoCapacity",
        "InsufficientFreeAddressesInSubnet, 400, NoCapacity",
        "Unsupported, 400, NoCapacity",
        "RequestLimitExceeded, 503, Throttled",
        "Throttling, 400, Throttled",
        "ThrottlingException, 400, Throttled",
        "Whatever, 429, Throttled",
        "UnauthorizedOperation, 403, Refused",
        "InvalidParameterValue, 400, Refused",
        "InvalidParameterCombination, 400, Refused",
        "InvalidAMIID.NotFound, 400, Refused",
        "InvalidAMIID.Malformed, 400, Refused",
        "InvalidKeyPair.NotFound, 400, Refused",
        "VcpuLimitExceeded, 400, Refused",
        "InstanceLimitExceeded, 400, Refused",
        "UnsupportedHibernationConfiguration, 400, Refused",
        "InvalidLaunchTemplateId.VersionNotFound, 400, Refused",
        "SecurityGroupsPerInstanceLimitExceeded, 400, Refused",
        // nobody knows: retried, because giving up on an accepted command is the worse mistake
        "InternalError, 500, Unknown",
        "Unavailable, 503, Unknown",
        "ServiceUnavailable, 503, Unknown",
        "SomethingNew, 400, Unknown",
        "'', 502, Unknown",
    })
    void sortsByCodeAndOnlyTheKnownPermanentIsRefused(String code, int status, String answer) {
        assertThat(LaunchErrors.classify(code, status, "words").getClass().getSimpleName())
                .isEqualTo(answer);
    }

    @Test
    void aProfileThatWasJustMadeIsNotKnownYetAndTriedAgain() {
        // When
        LaunchAnswer answer = LaunchErrors.classify(
                "InvalidParameterValue", 400, "Value (arn) for parameter iamInstanceProfile.arn is invalid");

        // Then
        assertThat(answer).isInstanceOf(LaunchAnswer.Unknown.class);
    }

    /** A price too low or a full subnet are this launch's own: the next one may have the same type all the same. */
    @ParameterizedTest
    @CsvSource({
        "InsufficientInstanceCapacity, true",
        "InsufficientHostCapacity, true",
        "Unsupported, true",
        "SpotMaxPriceTooLow, false",
        "MaxSpotInstanceCountExceeded, false",
        "InsufficientFreeAddressesInSubnet, false"
    })
    void onlyWhatNobodyCanHaveIsRemembered(String code, boolean remembered) {
        assertThat(LaunchErrors.classify(code, 400, "words"))
                .isEqualTo(new LaunchAnswer.NoCapacity(code + ": words", remembered));
    }

    @Test
    void theReasonHasTheCodeAndEc2sWords() {
        assertThat(LaunchErrors.classify("InvalidKeyPair.NotFound", 400, "The key pair 'x' does not exist"))
                .isEqualTo(new LaunchAnswer.Refused("InvalidKeyPair.NotFound: The key pair 'x' does not exist"));
    }
}
