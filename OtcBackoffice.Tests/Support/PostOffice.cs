using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace OtcBackoffice.Tests.Support;

/// <summary>A mail server on this machine that keeps what it takes, and answers as it is told.</summary>
internal sealed class PostOffice : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<SmtpResponse> _replies = new();
    private Task _running = Task.CompletedTask;

    private PostOffice(int port) => Port = port;

    public int Port { get; }

    /// <summary>What was taken.</summary>
    public ConcurrentQueue<MimeMessage> Taken { get; } = new();

    /// <summary>How many mails were offered, taken or not.</summary>
    public int Offered { get; private set; }

    /// <summary>Whether each session in which mail was offered was encrypted by then.</summary>
    public ConcurrentQueue<bool> Secure { get; } = new();

    /// <param name="certificate">Makes it offer STARTTLS with this certificate and refuse mail without it.</param>
    public static PostOffice Open(X509Certificate2? certificate = null)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var office = new PostOffice(((IPEndPoint)probe.LocalEndpoint).Port);
        probe.Stop();
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, office.Port)).IsSecure(false).AllowUnsecureAuthentication();
            if (certificate is not null)
            {
                endpoint.Certificate(certificate);
            }
        }).Build();
        var services = new ServiceProvider();
        services.Add(new Counter(office));
        office._running = new SmtpServer.SmtpServer(options, services).StartAsync(office._stop.Token);
        return office;
    }

    /// <summary>What the next mails are answered, one reply for each; after them mail is taken.</summary>
    public void Reply(int code, string text) => _replies.Enqueue(new SmtpResponse((SmtpReplyCode)code, text));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running.WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (Exception fault) when (fault is OperationCanceledException or TimeoutException)
        {
        }
        _stop.Dispose();
    }

    private sealed class Counter(PostOffice office) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            office.Offered++;
            office.Secure.Enqueue(context.Pipe.IsSecure);
            if (office._replies.TryDequeue(out var reply))
            {
                return reply;
            }
            using var content = new MemoryStream(buffer.ToArray());
            office.Taken.Enqueue(await MimeMessage.LoadAsync(content, cancellationToken));
            return SmtpResponse.Ok;
        }
    }
}
