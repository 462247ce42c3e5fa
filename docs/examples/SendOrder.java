// Sends one order: WEBHOOK_URL=https://… WEBHOOK_SECRET=whsec_… java SendOrder.java < order.json (Java 11 or later)
import java.net.http.*;
import java.util.*;

class SendOrder {
  public static void main(String[] arguments) throws Exception {
    var key = Base64.getDecoder().decode(System.getenv("WEBHOOK_SECRET").replace("whsec_", ""));
    var order = new String(System.in.readAllBytes(), "UTF-8");
    var body = "{\"type\":\"order.paid\",\"timestamp\":\"" + java.time.Instant.now() + "\",\"data\":" + order + "}";

    var id = "msg_" + UUID.randomUUID(); // the same in every attempt
    var timestamp = "" + System.currentTimeMillis() / 1000; // anew in every attempt, and so is the signature
    var mac = javax.crypto.Mac.getInstance("HmacSHA256");
    mac.init(new javax.crypto.spec.SecretKeySpec(key, "HmacSHA256"));
    var signature = Base64.getEncoder().encodeToString(mac.doFinal((id + "." + timestamp + "." + body).getBytes("UTF-8")));

    var request = HttpRequest.newBuilder(java.net.URI.create(System.getenv("WEBHOOK_URL")))
        .headers("webhook-id", id, "webhook-timestamp", timestamp, "webhook-signature", "v1," + signature)
        .header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
    var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println(answer.statusCode() + " " + answer.body());
    System.exit(answer.statusCode() < 300 ? 0 : 1);
  }
}
