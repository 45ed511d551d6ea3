package dev.theseus.messaging.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Holds JSON against the schemas of the document, as far as the document uses JSON Schema. */
final class SchemaCheck {

    private final Map<?, ?> schemas;

    SchemaCheck(Map<String, Object> document) {
        this.schemas = (Map<?, ?>) ((Map<?, ?>) document.get("components")).get("schemas");
    }

    /** What is wrong with a value; empty if nothing is. */
    List<String> problems(JsonNode value, Object schema, String place) {
        Map<?, ?> rules = (Map<?, ?>) schema;
        if (rules.get("$ref") instanceof String reference) {
            return problems(value, schemas.get(reference.substring(JsonSchemas.PLACE.length())), place);
        }
        if (rules.get("oneOf") instanceof List<?> choices) {
            long fitting = choices.stream()
                    .filter(c -> problems(value, c, place).isEmpty())
                    .count();
            return fitting == 1 ? List.of() : List.of(place + " fits " + fitting + " of the choices");
        }
        if (rules.containsKey("const")) {
            return wanted(value.isString() && value.stringValue().equals(rules.get("const")), place, rules);
        }
        if (rules.get("enum") instanceof List<?> names) {
            return wanted(value.isString() && names.contains(value.stringValue()), place, rules);
        }
        return switch ((String) rules.get("type")) {
            case "string" -> wanted(value.isString(), place, rules);
            case "integer" -> wanted(value.isIntegralNumber(), place, rules);
            case "number" -> wanted(value.isNumber(), place, rules);
            case "boolean" -> wanted(value.isBoolean(), place, rules);
            case "null" -> wanted(value.isNull(), place, rules);
            case "array" -> items(value, rules, place);
            case "object" -> properties(value, rules, place);
            default -> List.of(place + " has the unknown type " + rules.get("type"));
        };
    }

    private static List<String> wanted(boolean given, String place, Map<?, ?> rules) {
        return given ? List.of() : List.of(place + " is not " + rules);
    }

    private List<String> items(JsonNode value, Map<?, ?> rules, String place) {
        if (!value.isArray()) {
            return List.of(place + " is no array");
        }
        List<String> problems = new ArrayList<>();
        value.forEach(item -> problems.addAll(problems(item, rules.get("items"), place + "[]")));
        return problems;
    }

    private List<String> properties(JsonNode value, Map<?, ?> rules, String place) {
        if (!value.isObject()) {
            return List.of(place + " is no object");
        }
        List<String> problems = new ArrayList<>();
        Map<?, ?> known = rules.get("properties") instanceof Map<?, ?> p ? p : Map.of();
        value.properties().forEach(p -> {
            String there = place + "." + p.getKey();
            if (known.containsKey(p.getKey())) {
                problems.addAll(problems(p.getValue(), known.get(p.getKey()), there));
            } else if (rules.get("additionalProperties") instanceof Map<?, ?> others) {
                problems.addAll(problems(p.getValue(), others, there));
            } else {
                problems.add(there + " is not in the schema");
            }
        });
        if (rules.get("required") instanceof List<?> required) {
            required.stream()
                    .filter(name -> !value.has((String) name))
                    .forEach(name -> problems.add(place + "." + name + " is missing"));
        }
        return problems;
    }
}
