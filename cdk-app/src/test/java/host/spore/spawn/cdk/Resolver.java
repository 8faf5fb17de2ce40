package host.spore.spawn.cdk;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Puts into a template what CloudFormation would: names and ARNs in place of references. What it does not know fails, so
 * that no test passes on something that was not resolved.
 *
 * @param account and region: real ones for the evaluator, words for what people read
 */
record Resolver(Template template, String account, String region) {
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([^!}]+)}");

    Json resolve(Json value) {
        return switch (value) {
            case JsonArray array ->
                new JsonArray(array.items().stream().map(this::resolve).toList());
            case JsonObject object -> {
                if (object.members().size() == 1) {
                    var only = object.members().entrySet().iterator().next();
                    if (only.getKey().equals("Ref") || only.getKey().startsWith("Fn::")) {
                        yield Json.of(function(only.getKey(), only.getValue()));
                    }
                }
                var resolved = new LinkedHashMap<String, Json>();
                object.members().forEach((key, member) -> resolved.put(key, resolve(member)));
                yield new JsonObject(resolved);
            }
            case Json.JsonString _, Json.JsonNumber _, Json.JsonBoolean _, Json.JsonNull _ -> value;
        };
    }

    JsonObject properties(Template.Resource resource) {
        return (JsonObject) resolve(resource.properties());
    }

    String text(Json value) {
        if (resolve(value) instanceof Json.JsonString(String text)) {
            return text;
        }
        throw new IllegalArgumentException("no text: " + value);
    }

    private String function(String name, Json argument) {
        return switch (name) {
            case "Ref" -> ref(text(argument));
            case "Fn::GetAtt" -> {
                var parts = ((JsonArray) argument).items();
                yield attribute(resource(text(parts.getFirst())), text(parts.getLast()));
            }
            case "Fn::Join" -> {
                var parts = ((JsonArray) argument).items();
                var joined = (JsonArray) resolve(parts.getLast());
                yield String.join(
                        text(parts.getFirst()),
                        joined.items().stream().map(this::text).toList());
            }
            case "Fn::Sub" ->
                SUBSTITUTION
                        .matcher(text(argument))
                        .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(ref(match.group(1))));
            default -> throw new IllegalArgumentException(name + ": unknown to this resolver; teach it");
        };
    }

    private String ref(String target) {
        return switch (target) {
            case "AWS::AccountId" -> account;
            case "AWS::Region" -> region;
            case "AWS::Partition" -> "aws";
            case "AWS::URLSuffix" -> "amazonaws.com";
            default -> referred(resource(target));
        };
    }

    private String referred(Template.Resource resource) {
        String name = name(resource);
        return switch (resource.type()) {
            case "AWS::Lambda::Alias", "AWS::StepFunctions::StateMachine", "AWS::SNS::Topic" -> arn(resource);
            case "AWS::SQS::Queue" -> "https://sqs." + region + ".amazonaws.com/" + account + "/" + name;
            default -> name;
        };
    }

    private String attribute(Template.Resource resource, String attribute) {
        return switch (attribute) {
            case "Arn" -> arn(resource);
            case "StreamArn" -> arn(resource) + "/stream/2026-11-23T12:00:00.000";
            case "GroupId" -> "sg-" + name(resource);
            case "Version" -> "1";
            case "QueueName", "TopicName", "Name" -> name(resource);
            case "NameServers" -> "ns-1.example";
            default -> throw new IllegalArgumentException(resource.id() + "." + attribute + ": teach the resolver");
        };
    }

    private String arn(Template.Resource resource) {
        String name = name(resource);
        String here = region + ":" + account + ":";
        return switch (resource.type()) {
            case "AWS::DynamoDB::Table" -> "arn:aws:dynamodb:" + here + "table/" + name;
            case "AWS::Events::EventBus" -> "arn:aws:events:" + here + "event-bus/" + name;
            case "AWS::Events::Rule" ->
                "arn:aws:events:" + here + "rule/"
                        + (resource.properties().has("EventBusName")
                                ? text(Objects.requireNonNull(
                                                resource.properties().members().get("EventBusName"))) + "/"
                                : "")
                        + name;
            case "AWS::Lambda::Function" -> "arn:aws:lambda:" + here + "function:" + name;
            case "AWS::Lambda::Alias" -> "arn:aws:lambda:" + here + "function:" + name;
            case "AWS::StepFunctions::StateMachine" -> "arn:aws:states:" + here + "stateMachine:" + name;
            case "AWS::SQS::Queue" -> "arn:aws:sqs:" + here + name;
            case "AWS::SNS::Topic" -> "arn:aws:sns:" + here + name;
            case "AWS::S3::Bucket" -> "arn:aws:s3:::" + name;
            case "AWS::Logs::LogGroup" -> "arn:aws:logs:" + here + "log-group:" + name + ":*";
            case "AWS::IAM::Role" -> "arn:aws:iam::" + account + ":role/" + name;
            case "AWS::IAM::InstanceProfile" -> "arn:aws:iam::" + account + ":instance-profile/" + name;
            default -> throw new IllegalArgumentException("ARN of a " + resource.type() + ": teach the resolver");
        };
    }

    /** The name it is given, or one made of the construct's path where CloudFormation would make one up. */
    private String name(Template.Resource resource) {
        var properties = resource.properties().members();
        if (resource.type().equals("AWS::Lambda::Alias")) {
            return text(Objects.requireNonNull(properties.get("FunctionName"))) + ":"
                    + resource.properties().string("Name");
        }
        String property = NAMES.getOrDefault(resource.type(), "");
        var given = properties.get(property);
        return given == null ? resource.path().replace('/', '-') : text(given);
    }

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("AWS::DynamoDB::Table", "TableName"),
            Map.entry("AWS::Events::EventBus", "Name"),
            Map.entry("AWS::Events::Rule", "Name"),
            Map.entry("AWS::Lambda::Function", "FunctionName"),
            Map.entry("AWS::StepFunctions::StateMachine", "StateMachineName"),
            Map.entry("AWS::SQS::Queue", "QueueName"),
            Map.entry("AWS::SNS::Topic", "TopicName"),
            Map.entry("AWS::S3::Bucket", "BucketName"),
            Map.entry("AWS::Logs::LogGroup", "LogGroupName"),
            Map.entry("AWS::SSM::Parameter", "Name"),
            Map.entry("AWS::IAM::Role", "RoleName"));

    private Template.Resource resource(String id) {
        return template.resources().stream()
                .filter(resource -> resource.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no resource " + id + " in the template"));
    }
}
