using OtcBackoffice.Domain.Orders;

namespace OtcBackoffice.Tests.Domain.Orders;

/// <summary>The vocabulary of the platform API and its ids.</summary>
public sealed class OrderTests
{
    [Theory]
    [InlineData("019d4c2a-6c00-7abc-8def-0123456789ab", "ord_01KN62MV00FAY8VVR14D2PF2DB")]
    [InlineData("00000000-0000-0000-0000-000000000000", "ord_00000000000000000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff", "ord_7ZZZZZZZZZZZZZZZZZZZZZZZZZ")]
    public void An_id_is_the_ULID_of_the_same_bits(string id, string written)
    {
        Assert.Equal(written, PublicId.Write(PublicId.Order, Guid.Parse(id)));
        Assert.Equal(Guid.Parse(id), PublicId.Read(PublicId.Order, written));
    }

    [Theory]
    [InlineData("cus_01KN62MV00FAY8VVR14D2PF2DB")]
    [InlineData("ord_01kn62mv00fay8vvr14d2pf2db")]
    [InlineData("ord_81KN62MV00FAY8VVR14D2PF2DB")]
    [InlineData("ord_01KN62MV00FAY8VVR14D2PF2DU")]
    [InlineData("ord_01KN62MV00FAY8VVR14D2PF2D")]
    [InlineData("ord_01KN62MV00FAY8VVR14D2PF2DBB")]
    [InlineData("")]
    [InlineData(null)]
    public void What_was_not_written_so_is_no_id(string? text) => Assert.Null(PublicId.Read(PublicId.Order, text));

    [Fact]
    public void Ids_sort_by_their_time()
    {
        var earlier = PublicId.Write(PublicId.Order, Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddDays(1)));
        var later = PublicId.Write(PublicId.Order, Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddDays(2)));
        Assert.True(string.CompareOrdinal(earlier, later) < 0);
    }

    [Fact]
    public void Every_step_of_a_path_is_a_move_of_the_table()
    {
        foreach (var from in Enum.GetValues<OrderStatus>())
        {
            foreach (var to in OrderLifecycle.NextOf(from).Append(from == OrderStatus.Pending ? OrderStatus.Settled : from))
            {
                var at = from;
                foreach (var next in from == to ? [] : OrderLifecycle.Path(from, to))
                {
                    Assert.Contains(next, OrderLifecycle.NextOf(at));
                    at = next;
                }
                Assert.Equal(to, at);
            }
        }
    }
}
