<?php
// Sends one order until it is taken: WEBHOOK_URL=https://… WEBHOOK_SECRET=whsec_… php send_order.php < order.json
// Exit codes: 0 queued or known, 3 ignored, 1 parked (a person has to look), 4 refused, 5 not taken after the last attempt.
// Keep the order until the code is 0 or 3, and send it again if there is none: twice sent, it is still one purchase.
// PHP 8.1 or later with openssl; no package.
declare(strict_types=1);

$waits = explode(' ', getenv('RETRY_SECONDS') ?: '5 300 1800 7200 18000 36000 50400 72000 86400');
$exitCodes = ['queued' => 0, 'known' => 0, 'ignored' => 3, 'parked' => 1];

$key = base64_decode(str_replace('whsec_', '', (string) getenv('WEBHOOK_SECRET')));
// The order stays as it is written: json_decode would change a number beyond 2^63.
$body = '{"type":"order.paid","timestamp":"' . gmdate('c') . '","data":' . stream_get_contents(STDIN) . '}';
$id = 'msg_' . bin2hex(random_bytes(16)); // the same in every attempt

foreach ([0, ...$waits] as $seconds) {
    sleep((int) round((int) $seconds * random_int(90, 110) / 100));
    $timestamp = (string) time(); // anew in every attempt, and so is the signature
    $signature = base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
    $stream = @fopen((string) getenv('WEBHOOK_URL'), 'r', false, stream_context_create(['http' => [
        'method' => 'POST',
        'header' => [
            'content-type: application/json',
            "webhook-id: $id",
            "webhook-timestamp: $timestamp",
            "webhook-signature: v1,$signature",
        ],
        'content' => $body,
        'timeout' => 30,
        'ignore_errors' => true,
        'follow_location' => 0,
    ]]));
    $head = $stream === false ? '' : (stream_get_meta_data($stream)['wrapper_data'][0] ?? '');
    $text = $stream === false ? 'no connection' : (string) stream_get_contents($stream);
    $isWhole = $stream !== false && !stream_get_meta_data($stream)['timed_out'];
    $status = $isWhole && preg_match('/^HTTP\/\S+ (\d{3})/', $head, $found) === 1 ? (int) $found[1] : 0;
    echo "$status $text\n";

    if ($status > 0 && $status < 500 && $status !== 429) {
        // Whatever answers 200 without one of these words is not the adapter.
        $word = $status === 200 && preg_match('/^\{"status":"(\w+)"/', $text, $found) === 1 ? $found[1] : '';
        exit($exitCodes[$word] ?? 4);
    }
}
exit(5);
