package host.spore.spawn.local.chaos;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.lambda.FakeLambda;
import host.spore.spawn.functions.lambda.JsonHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** What the flows' tasks call past the functions, and the functions themselves, with the errors that flows catch. */
final class ServiceIntegrations implements Flows.Integrations {
    private final World world;

    ServiceIntegrations(World world) {
        this.world = world;
    }

    @Override
    public JsonObject call(String resource, JsonObject arguments) {
        String action = resource.substring(resource.indexOf(":::") + 3)
                .replace(".waitForTaskToken", "")
                .replace(".sync:2", "");
        return world.weather.plain(
                "Step Functions " + action.replace("aws-sdk:", ""),
                () -> act(action, arguments),
                code -> new Flows.TaskException(
                        switch (action) {
                            case "lambda:invoke" -> "Lambda.TooManyRequestsException";
                            case "states:startExecution" -> "StepFunctions.SfnException";
                            case "aws-sdk:dynamodb:updateItem" -> "DynamoDb.InternalServerErrorException";
                            default -> "Some.ServiceException";
                        },
                        code));
    }

    private JsonObject act(String action, JsonObject arguments) {
        try {
            return switch (action) {
                case "lambda:invoke" -> {
                    JsonHandler handler = Objects.requireNonNull(world.handlers.get(arguments.string("FunctionName")));
                    yield JsonObject.builder()
                            .put("Payload", new FakeLambda().invoke(handler, arguments.object("Payload")))
                            .build();
                }
                case "dynamodb:putItem" -> {
                    world.tables.put(
                            arguments.string("TableName"), values(arguments.object("Item")), condition(arguments));
                    yield JsonObject.builder().build();
                }
                case "dynamodb:getItem" -> {
                    Map<String, AttributeValue> item =
                            world.tables.get(arguments.string("TableName"), values(arguments.object("Key")));
                    yield item.isEmpty()
                            ? JsonObject.builder().build()
                            : JsonObject.builder().put("Item", wire(item)).build();
                }
                case "dynamodb:updateItem", "aws-sdk:dynamodb:updateItem" -> {
                    world.tables.update(
                            arguments.string("TableName"),
                            values(arguments.object("Key")),
                            arguments.string("UpdateExpression"),
                            condition(arguments));
                    yield JsonObject.builder().build();
                }
                case "dynamodb:deleteItem" -> {
                    world.tables.delete(
                            arguments.string("TableName"), values(arguments.object("Key")), condition(arguments));
                    yield JsonObject.builder().build();
                }
                case "states:startExecution" -> {
                    world.flows.start(
                            arguments.string("StateMachineArn").substring(Flows.PREFIX.length()),
                            arguments.string("Name"),
                            arguments.object("Input"));
                    yield JsonObject.builder().build();
                }
                case "events:putEvents" -> {
                    arguments
                            .objects("Entries")
                            .forEach(entry -> world.publish(
                                    entry.string("Source"), entry.string("DetailType"), entry.object("Detail")));
                    yield JsonObject.builder().build();
                }
                case "sqs:sendMessage" -> {
                    world.keepLetter(arguments.string("MessageBody"));
                    yield JsonObject.builder().build();
                }
                case "aws-sdk:ec2:terminateInstances" -> {
                    world.machines.terminate(id(arguments), "Client.UserInitiatedShutdown");
                    yield JsonObject.builder().build();
                }
                case "aws-sdk:ec2:stopInstances" -> {
                    world.machines.stop(id(arguments), arguments.bool("Hibernate", false));
                    yield JsonObject.builder().build();
                }
                case "aws-sdk:ec2:startInstances" -> {
                    world.machines.start(id(arguments));
                    yield JsonObject.builder().build();
                }
                case "aws-sdk:ec2:describeInstances" -> described(world.machines.get(id(arguments)));
                default -> throw new IllegalArgumentException("no integration " + action);
            };
        } catch (ConditionalCheckFailedException failed) {
            throw new Flows.TaskException(
                    (action.startsWith("aws-sdk") ? "DynamoDb" : "DynamoDB") + ".ConditionalCheckFailedException", "");
        } catch (Flows.TaskException known) {
            throw known;
        } catch (SdkException refused) {
            throw new Flows.TaskException("Ec2.Ec2Exception", String.valueOf(refused.getMessage()));
        } catch (RuntimeException function) {
            throw new Flows.TaskException(function.getClass().getName(), String.valueOf(function.getMessage()));
        }
    }

    private static JsonObject described(Machines.Machine machine) {
        JsonObject instance = JsonObject.builder()
                .put("State", JsonObject.builder().put("Name", machine.state).build())
                .put(
                        "StateReason",
                        JsonObject.builder().put("Code", machine.reason).build())
                .build();
        return JsonObject.builder()
                .put(
                        "Reservations",
                        new JsonArray(List.of(JsonObject.builder()
                                .put("Instances", new JsonArray(List.of(instance)))
                                .build())))
                .build();
    }

    private static String id(JsonObject arguments) {
        return ((Json.JsonString) arguments.array("InstanceIds").getFirst()).value();
    }

    private static Expressions.Condition condition(JsonObject arguments) {
        return new Expressions.Condition(
                arguments.optionalString("ConditionExpression").orElse(null),
                arguments.strings("ExpressionAttributeNames"),
                arguments
                        .optionalObject("ExpressionAttributeValues")
                        .map(ServiceIntegrations::values)
                        .orElse(Map.of()));
    }

    private static Map<String, AttributeValue> values(JsonObject wire) {
        Map<String, AttributeValue> values = new HashMap<>();
        wire.members().keySet().forEach(key -> {
            JsonObject value = wire.object(key);
            values.put(
                    key,
                    value.has("S")
                            ? AttributeValue.fromS(value.string("S"))
                            : value.has("SS")
                                    ? AttributeValue.fromSs(value.array("SS").stream()
                                            .map(member -> ((Json.JsonString) member).value())
                                            .toList())
                                    : value.has("N")
                                            ? AttributeValue.fromN(value.string("N"))
                                            : AttributeValue.fromNul(true));
        });
        return values;
    }

    private static JsonObject wire(Map<String, AttributeValue> item) {
        JsonObject.Builder wire = JsonObject.builder();
        item.forEach((key, value) -> {
            if (value.s() != null) {
                wire.put(key, JsonObject.builder().put("S", value.s()).build());
            } else if (value.n() != null) {
                wire.put(key, JsonObject.builder().put("N", value.n()).build());
            }
        });
        return wire.build();
    }
}
