package host.spore.spawn.cdk.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The evaluator, by examples of AWS's own documentation and their neighbours. */
class StatementTest {
    @ParameterizedTest
    @CsvSource({
        "s3:GetObject, s3:GetObject, true",
        "s3:GetObject, S3:getobject, true",
        "s3:Get*, s3:GetObject, true",
        "s3:Get*, s3:PutObject, false",
        "s3:GetObjec?, s3:GetObject, true",
        "s3:GetObject, s3:GetObjectAcl, false",
        "*, iam:CreateUser, true"
    })
    void anActionIsMatchedWithItsWildcards(String allowed, String asked, boolean expected) {
        assertThat(allows("{'Effect':'Allow','Action':'" + allowed + "','Resource':'*'}", Request.of(asked, "x")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::b/*, arn:aws:s3:::b/k, true",
        "arn:aws:s3:::b/*, arn:aws:s3:::bb/k, false",
        "arn:aws:s3:::b/${aws:user}/*, arn:aws:s3:::b/anna/k, true",
        "arn:aws:s3:::b/${AWS:User}/*, arn:aws:s3:::b/anna/k, true",
        "arn:aws:s3:::b/${aws:user}/*, arn:aws:s3:::b/bert/k, false",
        "arn:aws:s3:::b/${aws:nobody}/*, arn:aws:s3:::b/anna/k, false",
        "arn:aws:s3:::b/${aws:star}/*, arn:aws:s3:::b/anna/k, false",
        "arn:aws:s3:::b/${aws:star}/*, arn:aws:s3:::b/*/k, true",
        "arn:aws:s3:::b/${*}, arn:aws:s3:::b/k, false",
        "arn:aws:s3:::b.c/k, arn:aws:s3:::bxc/k, false"
    })
    void aResourceIsMatchedWithItsVariables(String allowed, String asked, boolean expected) {
        var request = Request.of("s3:GetObject", asked).with("aws:user", "anna").with("aws:star", "*");
        assertThat(allows("{'Effect':'Allow','Action':'s3:GetObject','Resource':'" + allowed + "'}", request))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "StringEquals, a, a, true",
        "StringEquals, a*, ab, false",
        "StringEquals, a*, a*, true",
        "StringNotEquals, a, b, true",
        "StringNotEquals, a, a, false",
        "StringNotEquals, a, , true",
        "StringEquals, a, , false",
        "StringEqualsIfExists, a, , true",
        "StringEqualsIfExists, a, b, false",
        "StringLike, a*, abc, true",
        "StringLike, a?, abc, false",
        "StringNotLike, a*, abc, false",
        "StringEqualsIgnoreCase, TRUE, true, true",
        "Bool, false, false, true",
        "Null, true, , true",
        "Null, true, a, false",
        "Null, false, a, true",
        "ArnLike, arn:aws:events:*:1:rule/*, arn:aws:events:us-east-1:1:rule/spawn/x, true",
        "ArnLike, arn:aws:*:1:rule/x, arn:aws:events:us-east-1:1:rule/x, false",
        "ArnEquals, arn:aws:sqs:eu:1:q, arn:aws:sqs:eu:1:q, true",
        "ArnLike, arn:aws:sqs:eu:1:q, q, false",
        "ForAllValues:StringEquals, a, a, true",
        "ForAllValues:StringEquals, a, , true",
        "ForAnyValue:StringEquals, a, , false",
        "ForAnyValue:StringEquals, a, a, true"
    })
    void aConditionHoldsAsItsOperatorSays(String operator, String value, String actual, boolean expected) {
        var request =
                actual == null ? Request.of("a:B", "r") : Request.of("a:B", "r").with("k", actual);
        assertThat(allows(
                        "{'Effect':'Allow','Action':'a:B','Resource':'r','Condition':{'" + operator + "':{'k':'" + value
                                + "'}}}",
                        request))
                .isEqualTo(expected);
    }

    @Test
    void allOfSeveralValuesMustBeAllowed() {
        String statement =
                "{'Effect':'Allow','Action':'a:B','Resource':'r','Condition':{'ForAllValues:StringEquals':{'k':['x','y']}}}";
        assertThat(allows(statement, Request.of("a:B", "r").with("k", "x", "y")))
                .isTrue();
        assertThat(allows(statement, Request.of("a:B", "r").with("k", "x", "z")))
                .isFalse();
    }

    @Test
    void aVariableInAConditionIsNoPattern() {
        String statement = "{'Effect':'Allow','Action':'a:B','Resource':'r','Condition':{'StringLike':{'k':'p/${v}'}}}";
        assertThat(allows(statement, Request.of("a:B", "r").with("v", "*").with("k", "p/anything")))
                .isFalse();
        assertThat(allows(statement, Request.of("a:B", "r").with("v", "x").with("k", "p/x")))
                .isTrue();
    }

    @Test
    void everyConditionMustHold() {
        String statement =
                "{'Effect':'Allow','Action':'a:B','Resource':'r','Condition':{'StringEquals':{'k':'1','l':'2'}}}";
        assertThat(allows(statement, Request.of("a:B", "r").with("k", "1"))).isFalse();
        assertThat(allows(statement, Request.of("a:B", "r").with("k", "1").with("l", "2")))
                .isTrue();
    }

    @Test
    void aDenialWins() {
        assertThat(allows(
                        "{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':'a:B','Resource':'*'}",
                        Request.of("a:B", "r")))
                .isFalse();
    }

    @Test
    void whatNobodyAllowsIsDenied() {
        assertThat(allows("{'Effect':'Allow','Action':'a:C','Resource':'*'}", Request.of("a:B", "r")))
                .isFalse();
    }

    @Test
    void whatItDoesNotKnowItRefuses() {
        assertThatThrownBy(() -> allows("{'Effect':'Allow','NotAction':'a:C','Resource':'*'}", Request.of("a:B", "r")))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> allows(
                        "{'Effect':'Allow','Action':'a:B','Resource':'*','Condition':{'DateLessThan':{'k':'1'}}}",
                        Request.of("a:B", "r").with("k", "1")))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static boolean allows(String statements, Request request) {
        return Statement.allows(
                Statement.of(JsonObject.parse("{\"Statement\":[" + statements.replace('\'', '"') + "]}")), request);
    }
}
