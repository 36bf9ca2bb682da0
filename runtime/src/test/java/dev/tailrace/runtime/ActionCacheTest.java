package dev.tailrace.runtime;

import static dev.tailrace.runtime.Actions.TENANT;
import static dev.tailrace.runtime.Actions.error;
import static dev.tailrace.runtime.Actions.handler;
import static dev.tailrace.runtime.Actions.inTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tailrace.engine.tenant.TenantId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code api.cache} as an action sees it. */
@SuppressWarnings("NullAway.Init")
class ActionCacheTest {
    private Actions actions;

    @BeforeEach
    void open() {
        actions = new Actions(RuntimeSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        actions.close();
    }

    @Test
    void keeps_a_value_for_a_quarter_of_an_hour_or_as_long_as_asked() throws Exception {
        check("""
            const near = (at, life) => Math.abs(at - Date.now() - life) < 2000;
            const first = api.cache.set('k', 'v');
            is(first.type, 'success'); is(first.record.value, 'v'); is(near(first.record.expires_at, 900e3), true);
            const got = api.cache.get('k');
            is(got.value, 'v'); is(got.expires_at, first.record.expires_at); is(Object.keys(got).length, 2);
            is(near(api.cache.set('k', 'v', { ttl: 5000 }).record.expires_at, 5000), true);
            is(near(api.cache.set('k', 'v', { expires_at: Date.now() + 7000 }).record.expires_at, 7000), true);
            const both = { ttl: 9000, expires_at: Date.now() + 3000 };
            is(near(api.cache.set('k', 'v', both).record.expires_at, 3000), true);
            is(near(api.cache.set('k', 'v', { ttl: 1e12 }).record.expires_at, 24 * 3600e3), true);
            is(api.cache.get('none'), undefined);
            is((await api.cache.get('k')).value, 'v');
            api.cache.set('short', 'v', { ttl: 20 });
            await new Promise(r => setTimeout(r, 40));
            is(api.cache.get('short'), undefined);
            is(api.cache.delete('k').type, 'success');
            is(api.cache.get('k'), undefined);\
            """);
    }

    @Test
    void answers_every_refusal_with_its_code_and_never_throws() throws Exception {
        check("""
            const code = (answer) => { is(answer.type, 'error'); return answer.code; };
            const { set, delete: remove } = api.cache;
            is(code(set('k'.repeat(65), 'v')), 'CacheKeySizeExceeded');
            is(code(set('ü'.repeat(33), 'v')), 'CacheKeySizeExceeded');
            is(code(set('k', 'v'.repeat(4097))), 'CacheValueSizeExceeded');
            is(code(set('k', 'v', { ttl: 'soon' })), 'InvalidExpiry');
            is(code(set('k', 'v', { expires_at: NaN })), 'InvalidExpiry');
            is(code(set('k', 'v', { ttl: 0 })), 'ItemAlreadyExpired');
            is(code(set('k', 'v', { expires_at: Date.now() - 1 })), 'ItemAlreadyExpired');
            is(code(set('k', { a: 1 })), 'FailedToSetCacheRecord');
            is(code(set(undefined, 'v')), 'FailedToSetCacheRecord');
            is(code(remove('none')), 'CacheKeyDoesNotExist');
            is(code(remove(7)), 'FailedToDeleteCacheRecord');
            is(set('a', 'v'.repeat(4090)).type, 'success'); is(set('b', 'v'.repeat(4090)).type, 'success');
            is(code(set('c', 'v'.repeat(20))), 'CacheSizeExceeded');
            is(set('a', '').type, 'success'); is(remove('b').type, 'success');
            for (let i = 0; i < 19; i++) is(set('n' + i, '').type, 'success');
            is(code(set('one too many', '')), 'CacheSizeExceeded');
            is(set('n0', 'again').type, 'success');
            let last; for (let i = 0; i < 200; i++) last = set('n0', String(i));
            is(code(last), 'MaxSideEffectsExceeded'); is(code(remove('n0')), 'MaxSideEffectsExceeded');\
            """);
    }

    @Test
    void is_shared_by_the_actions_of_a_tenant_and_by_no_other() throws Exception {
        var reader = handler("console.log(api.cache.get('shared')?.value)");
        assertThat(actions.run(reader).output()).isEqualTo("undefined\n");
        check("is(api.cache.set('shared', 'from another').type, 'success');");
        await().untilAsserted(() -> assertThat(actions.run(reader).output()).isEqualTo("from another\n"));
        var late = handler("console.log(api.cache.get('shared').value, api.cache.delete('shared').type)");
        assertThat(actions.run(late).output()).isEqualTo("from another success\n");
        await().untilAsserted(() -> assertThat(actions.run(reader).output()).isEqualTo("undefined\n"));

        check("is(api.cache.set('shared', 'of tailrace').type, 'success');");
        assertThat(actions.run(inTenant(new TenantId("another"), reader)).output())
                .isEqualTo("undefined\n");
        assertThat(actions.run(inTenant(TENANT, reader)).output()).isEqualTo("of tailrace\n");
    }

    @Test
    void outlives_the_process_that_filled_it() throws Exception {
        var action = handler("if (!api.cache.get('n')) { api.cache.set('n', '1'); await null; process.exit(1); }"
                + " console.log(api.cache.get('n').value)");
        assertThat(error(actions.run(action))).isEqualTo("the action called process.exit(1)");
        assertThat(actions.run(action).output()).isEqualTo("1\n");
    }

    private void check(String body) throws InterruptedException {
        var done = actions.run(handler("const is = require('assert').strictEqual;\n" + body));
        assertThat(done.error()).isEmpty();
    }
}
