// Clients that other people wrote, as they are published, against the running desk. The first argument is the folder that npm
// installed into, the second what to do; each line of the answer is one thing that was seen.
//   oauth BASE CLIENT_ID CLIENT_SECRET       three OAuth clients get a token, call with it and give it back
//   webhooks                                 two libraries verify deliveries: JSON rows {secret, headers, body} from standard input
const path = require("path");
const { createRequire } = require("module");
const [, , folder, verb, ...args] = process.argv;
const load = createRequire(path.join(folder, "package.json"));
const say = (...words) => console.log(words.join(" "));

async function statusWith(base, token) {
    return (await fetch(`${base}/gateway/user/me/`, { headers: { authorization: `Bearer ${token}` } })).status;
}

// A token that was given back opens nothing after a second.
async function ended(base, token) {
    for (let turn = 0; turn < 20; turn++) {
        if (await statusWith(base, token) === 401) return 401;
        await new Promise(done => setTimeout(done, 200));
    }
    return 200;
}

async function simple(base, id, secret) {
    const { ClientCredentials } = load("simple-oauth2");
    for (const authorizationMethod of ["header", "body"]) {
        const client = new ClientCredentials({
            client: { id, secret }, auth: { tokenHost: base, tokenPath: "/gateway/o/token/", revokePath: "/gateway/o/revoke/" }, options: { authorizationMethod },
        });
        const got = await client.getToken({ scope: "read write" });
        const called = await statusWith(base, got.token.access_token);
        await got.revoke("access_token");
        let refused = "none";
        try { await client.getToken({ scope: "read everything" }); } catch (fault) { refused = fault.data.payload.error; }
        say("simple-oauth2", authorizationMethod, got.token.expires_in, got.token.scope, called, await ended(base, got.token.access_token), refused);
    }
}

async function older(base, id, secret) {
    const Client = load("client-oauth2");
    const got = await new Client({ clientId: id, clientSecret: secret, accessTokenUri: `${base}/gateway/o/token/`, scopes: ["read", "write"] }).credentials.getToken();
    say("client-oauth2", got.data.expires_in, got.data.scope, await statusWith(base, got.accessToken));
}

async function discovering(base, id, secret) {
    const client = await import(require("url").pathToFileURL(load.resolve("openid-client")).href);
    for (const way of ["ClientSecretPost", "ClientSecretBasic"]) {
        const found = await client.discovery(new URL(`${base}/gateway`), id, secret, client[way](secret), { algorithm: "oauth2", execute: [client.allowInsecureRequests] });
        const got = await client.clientCredentialsGrant(found, { scope: "read write" });
        const called = (await client.fetchProtectedResource(found, got.access_token, new URL(`${base}/gateway/user/me/`), "GET")).status;
        await client.tokenRevocation(found, got.access_token);
        say("openid-client", way, got.expires_in, got.scope, called, await ended(base, got.access_token));
    }
}

function webhooks(rows) {
    for (const name of ["standardwebhooks", "svix"]) {
        const { Webhook } = load(name);
        for (const { secret, headers, body } of rows) {
            const isText = !secret.startsWith("whsec_");
            const hook = isText ? new Webhook(name === "svix" ? new TextEncoder().encode(secret) : secret, { format: "raw" }) : new Webhook(secret);
            hook.verify(body, headers);
            let altered = "taken";
            try { hook.verify(body + " ", headers); } catch { altered = "refused"; }
            say(name, "verified", altered);
        }
    }
}

(async () => {
    if (verb === "oauth") {
        await simple(...args);
        await older(...args);
        await discovering(...args);
    } else {
        let text = "";
        for await (const part of process.stdin) text += part;
        webhooks(JSON.parse(text));
    }
})().catch(fault => {
    console.error(fault);
    process.exit(1);
});
