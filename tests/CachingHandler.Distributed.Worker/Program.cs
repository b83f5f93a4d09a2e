using System.Globalization;
using CachingHandler.Distributed.Worker;

// One of a fleet: a client with a cache over Redis, told what to do by lines of its input and answering each by a line. It ends with its input.
var (redisPort, origin) = (int.Parse(args[0], CultureInfo.InvariantCulture), new Uri(args[1]));
var timeout = TimeSpan.FromMilliseconds(int.Parse(args[2], CultureInfo.InvariantCulture));

await using var member = await Member.StartAsync(redisPort, origin, timeout);
Console.Out.WriteLine("ready");
while (Console.In.ReadLine() is { } line)
{
    Console.Out.WriteLine(await member.DoAsync(line.Split(' ')));
}
