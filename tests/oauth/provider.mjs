// A real OpenID provider. Whoever signs in as an address is that address; one with "unproven" in it is not verified.
// argv: the folder it is installed in, the addresses that may be come back to, and whether its ID token holds the address.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const [folder, returns, full] = process.argv.slice(2);
const { Provider } = await import(pathToFileURL(`${folder}/node_modules/oidc-provider/lib/index.js`));

const account = (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: !id.includes('unproven'), name: id.split('@')[0] }),
});

const form = '<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,"><form method="post">'
    + '<label>Address <input name="login"></label><button>Sign in elsewhere</button></form>';

const server = createServer();
server.listen(0, '127.0.0.1', () => {
    const issuer = `http://127.0.0.1:${server.address().port}`;
    const provider = new Provider(issuer, {
        clients: [{
            client_id: 'racetrace',
            client_secret: 'known to both sides',
            redirect_uris: returns.split(' '),
            token_endpoint_auth_method: 'client_secret_post',
        }],
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        conformIdTokenClaims: full !== 'full',
        cookies: { keys: ['of a test'] },
        features: { devInteractions: { enabled: false } },
        findAccount: account,
        interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
        loadExistingGrant: async (ctx) => {
            const { accountId } = ctx.oidc.session;
            const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId });
            grant.addOIDCScope('openid email profile');
            await grant.save();
            return grant;
        },
        pkce: { required: () => true },
    });
    const answer = provider.callback();
    server.on('request', async (request, response) => {
        if (!request.url.startsWith('/sign-in/')) return answer(request, response);
        if (request.method === 'GET') return response.setHeader('Content-Type', 'text/html').end(form);
        let body = '';
        for await (const piece of request) body += piece;
        const accountId = new URLSearchParams(body).get('login');
        return provider.interactionFinished(request, response, { login: { accountId } });
    });
    console.log(issuer);
});
