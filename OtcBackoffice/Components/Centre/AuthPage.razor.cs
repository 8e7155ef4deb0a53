using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using OtcBackoffice.Domain.Events;

namespace OtcBackoffice.Components.Centre;

/// <summary>How keys are sent, live and die, and what signatures look like (specification 000, "Auth and keys").</summary>
public sealed partial class AuthPage : ComponentBase
{
    private const string Id = "msg_dummy_0001", BlockSecret = "published-dummy-secret-that-opens-nothing",
        Body = """{"event":"order.status_changed","timestamp":"2026-03-31T00:00:00Z","data":{"order_id":"ord_01H","from":"pending","to":"settled"}}""";
    private const long Timestamp = 1_774_915_200;
    private const string BlockMessage = "symbol=USDTKES&side=BUY&quantity=100&recvWindow=5000&timestamp=1774915200000";

    private const string Headers = """
        Authorization: Bearer $OTC_API_KEY
        X-Request-Id: 0c8e7f4e-6f5b-4a7e-9f43-2d0d6a4f1f0e
        """;

    private const string Python = """
        import base64, hashlib, hmac

        def is_ours(secret, headers, body):
            key = base64.b64decode(secret.removeprefix("whsec_"))
            head = f"{headers['webhook-id']}.{headers['webhook-timestamp']}."
            wanted = base64.b64encode(
                hmac.new(key, head.encode() + body, hashlib.sha256).digest())
            return any(
                hmac.compare_digest(wanted, one.removeprefix("v1,").encode())
                for one in headers["webhook-signature"].split(" "))
        """;

    private const string JavaScript = """
        import { createHmac, timingSafeEqual } from "node:crypto";

        export function isOurs(secret, headers, body) {
          const key = Buffer.from(secret.replace("whsec_", ""), "base64");
          const wanted = createHmac("sha256", key)
            .update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`)
            .update(body).digest();
          return headers["webhook-signature"].split(" ").some((one) => {
            const given = Buffer.from(one.replace("v1,", ""), "base64");
            return given.length === wanted.length && timingSafeEqual(given, wanted);
          });
        }
        """;

    private const string Shell = """
        printf '%s' "$MESSAGE" |
          openssl dgst -sha256 -hmac "$SECRET" -hex
        """;

    private static string Secret => WebhookSignature.WriteSecret("published dummy, opens nothing!!"u8);

    private static string StandardSignature => WebhookSignature.Sign(Secret, Id, Timestamp, Encoding.UTF8.GetBytes(Body));

    private static string BodySignature => WebhookSignature.SignBody(Secret, Encoding.UTF8.GetBytes(Body));

    private static string BlockSignature =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(BlockSecret), Encoding.UTF8.GetBytes(BlockMessage)));
}
