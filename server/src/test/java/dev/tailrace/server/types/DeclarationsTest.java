package dev.tailrace.server.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailrace.engine.event.EventCatalog.Entry;
import dev.tailrace.engine.event.EventCatalog.Kind;
import dev.tailrace.engine.event.EventType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeclarationsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'string','format':'date-time'} | string",
                "{'type':['string','integer','null']} | string - number - null",
                "{'enum':['ab',1,null]} | 'ab' - 1 - null",
                "{'const':true} | true",
                "{'type':'array','items':{'type':'boolean'}} | Array<boolean>",
                "{'oneOf':[{'type':'string'},{'type':'number'}]} | string - number",
                "{'oneOf':[{'type':'string'},{'not':{}}]} | any",
                "{'type':'object','additionalProperties':false} | {}",
                "{'$ref':'#/$defs/loop'} | any",
                "{'$ref':'https://example.com/x'} | any",
                "{'type':'unheard'} | any",
                "{} | any"
            })
    void a_schema_is_a_type(String schema, String type) {
        String own = ("{'$defs':{'loop':{'$ref':'#/$defs/loop'}}," + schema.substring(1)).replace(",}", "}");
        assertThat(declared("a.b", "", own)).contains("type AB = Message<'a.b', " + type.replace(" - ", " | ") + ">;");
    }

    @Test
    void an_object_has_its_properties_and_says_which_may_be_missing() {
        assertThat(declared("a.b", "", """
            {'properties': {'id': {'type': 'string', 'description': 'What it is */ called'}, 'x-y': {'properties':
             {'n': {'type': 'integer'}}, 'additionalProperties': false}}, 'required': ['id']}\
            """)).contains("""
                type AB = Message<'a.b', {
                  /** What it is * / called */
                  id: string;
                  'x-y'?: {
                    n?: number;
                  };
                  [name: string]: any;
                }>;
                """);
    }

    @Test
    void types_whose_names_become_one_word_stay_apart() {
        String all = Declarations.of(List.of(entry("a.b", "", "{}"), entry("a-b", "", "{}"), entry("event", "", "{}")));
        assertThat(all)
                .contains("type AB = Message<'a.b', any>", "type AB_2 = Message<'a-b', any>", "type Event_2 =")
                .contains("message: AB | AB_2 | Event_2;");
    }

    @Test
    void a_text_cannot_end_its_quotes() {
        assertThat(SchemaType.quoted("a'b\\c\nd")).isEqualTo("'a\\'b\\\\c\\u000ad'");
    }

    @Test
    void without_types_any_message_may_come() {
        assertThat(Declarations.of(List.of())).contains("message: Message<string, any>;");
    }

    private static String declared(String type, String description, String schema) {
        return Declarations.of(List.of(entry(type, description, schema)));
    }

    private static Entry entry(String type, String description, String schema) {
        return new Entry(EventType.of(type), description, Kind.OWN, Optional.of(schema.replace('\'', '"')), "{}");
    }
}
