using Twin.Kernel;

namespace Twin.Tests;

/// <summary>Moviegoers queue for tickets and leave when their movie is sold out. Shows the first of a unit and a signal.</summary>
sealed class MovieRenege : Example
{
    static readonly string[] Names = ["Python Unchained", "Kill Process", "Pulp Implementation"];

    Movie[] _movies = [];

    sealed class Movie(string name, Signal soldOut)
    {
        public readonly string Name = name;
        public readonly Signal SoldOut = soldOut;
        public int Available = 50;
        public double WhenSoldOut;
        public int Renegers;
    }

    protected override void Start()
    {
        Print($"Movie renege");
        _movies = [.. Names.Select(name => new Movie(name, new Signal(Simulation)))];
        Simulation.Start("arrivals", Arrivals(new Resource(Simulation, 1)));
    }

    public new List<string> Run(double minutes)
    {
        base.Run(minutes);
        foreach (var movie in _movies)
        {
            Print($"Movie \"{movie.Name}\" sold out {movie.WhenSoldOut:F1} minutes after ticket counter opening.");
            Print($"  Number of people leaving queue when film sold out: {movie.Renegers}");
        }

        return Lines;
    }

    async Process Arrivals(Resource counter)
    {
        while (true)
        {
            await Delay(Random.Exponential(0.5));
            var (movie, tickets) = (Random.Choice(_movies), Random.Integer(1, 6));
            if (movie.Available > 0) _ = Simulation.Start("moviegoer", Moviegoer(movie, tickets, counter));
        }
    }

    async Process Moviegoer(Movie movie, int tickets, Resource counter)
    {
        var (index, turn, _) = await Simulation.AnyOf(counter.Request(), movie.SoldOut.Wait());
        if (index == 1)
        {
            movie.Renegers++;
            return;
        }

        using var lease = turn.Result;
        if (movie.Available < tickets)
        {
            await Delay(0.5); // leaves after some discussion
            return;
        }

        movie.Available -= tickets;
        if (movie.Available < 2)
        {
            movie.SoldOut.Happen();
            (movie.WhenSoldOut, movie.Available) = (Now, 0);
        }

        await Delay(1);
    }
}
